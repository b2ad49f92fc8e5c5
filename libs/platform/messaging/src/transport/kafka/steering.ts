import { Logger } from '@nestjs/common';
import { type Consumer, KafkaJSNonRetriableError } from 'kafkajs';

/** What is fetched, and from where on. */
export type Steering = Pick<Consumer, 'pause' | 'resume' | 'seek'>;

/**
 * Steers a consumer that may be gone. A kafkajs consumer that crashes lets go of its group before it says so, and from then on refuses
 * to be steered: whoever is at work meanwhile, a worker whose database fails as well, must not fail for that. Nothing is
 * fetched any more that could be held or moved, and the session ends as soon as it hears of the crash.
 */
export function steeringOf(consumer: Steering): Steering {
  const logger = new Logger('Kafka');
  const unlessGone = (steer: () => void): void => {
    try {
      steer();
    } catch (error) {
      if (!(error instanceof KafkaJSNonRetriableError)) throw error;
      logger.debug(`A consumer that is gone is not steered: ${error.message}`);
    }
  };
  return {
    pause: (partitions) => unlessGone(() => consumer.pause(partitions)),
    resume: (partitions) => unlessGone(() => consumer.resume(partitions)),
    seek: (position) => unlessGone(() => consumer.seek(position)),
  };
}
