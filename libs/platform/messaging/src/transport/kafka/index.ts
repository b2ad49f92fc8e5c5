export { KafkaTransport, type KafkaTransportOptions } from './kafka.transport.js';
export { mendKafkajsTimers } from './kafkajs-timers.js';
