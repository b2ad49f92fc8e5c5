export { KafkaTransport, type KafkaTransportOptions } from './kafka.transport.js';
