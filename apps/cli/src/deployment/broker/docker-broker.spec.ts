import { describe, expect, it } from '@jest/globals';
import { DockerBroker } from './docker-broker.js';

describe('the broker of docker-compose.yml', () => {
  /** A Docker that notes what it is asked, and whose broker answers or not. */
  const withDocker = (runs: boolean) => {
    const asked: string[] = [];
    class NotingKafka {
      readonly brokers = ['127.0.0.1:9092'];
      constructor({ composeFile }: { composeFile: string }) {
        asked.push(composeFile);
      }
      start(): Promise<void> {
        return Promise.resolve(void asked.push('start'));
      }
      stop(): Promise<void> {
        return Promise.resolve(void asked.push('stop'));
      }
    }
    const brokerAnswers = (host: string, port: number) => {
      asked.push(`${host}:${port}?`);
      return Promise.resolve(runs);
    };
    const broker = new DockerBroker({ DockerKafka: NotingKafka, brokerAnswers }, 'compose.yml');
    return { asked, broker };
  };

  it('is started when it does not run, and stopped again', async () => {
    const { asked, broker } = withDocker(false);
    await broker.start();
    await broker.stop();
    await broker.stop();
    expect(asked).toEqual(['compose.yml', '127.0.0.1:9092?', 'start', 'stop']);
  });

  it('runs on when it ran before', async () => {
    const { asked, broker } = withDocker(true);
    await broker.start();
    await broker.stop();
    expect(asked).toEqual(['compose.yml', '127.0.0.1:9092?', 'start']);
    expect(broker).toMatchObject({ brokers: ['127.0.0.1:9092'], pid: null });
  });
});
