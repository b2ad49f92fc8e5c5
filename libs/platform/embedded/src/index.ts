export { brokerSource, type BrokerSource } from './broker-source.js';
export { DockerKafka, type DockerKafkaOptions } from './docker-kafka.js';
export { EmbeddedBrokerError } from './embedded-broker-error.js';
export { EmbeddedDatabaseError } from './embedded-database-error.js';
export { type BrokerExit, EmbeddedKafka, type EmbeddedKafkaOptions } from './embedded-kafka.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions, type UnexpectedExit } from './embedded-postgres.js';
export { brokerAnswers } from './kafka-probe.js';
export { startTimeOf, waitUntilGone } from './process-inspection.js';
