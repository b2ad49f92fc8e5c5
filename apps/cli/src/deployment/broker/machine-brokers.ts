import * as embedded from '@platform/embedded';
import type { Brokers } from './brokers.js';
import { DeploymentError } from '../deployment-error.js';
import { KafkaBrokers, type KafkaLibrary } from './kafka-brokers.js';

const library: object = embedded;

const none: Brokers = {
  find: () =>
    Promise.reject(new DeploymentError('This build has no broker: choose the transport in-process.')),
  stopLeftBehind: () => Promise.resolve(false),
};

/** The brokers that this machine can have. */
export const machineBrokers: Brokers =
  'EmbeddedKafka' in library ? new KafkaBrokers(library as KafkaLibrary) : none;
