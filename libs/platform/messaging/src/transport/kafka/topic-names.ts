import type { EncodedMessage } from '../../envelope/cloud-events.js';
import { definitionOf } from '../../envelope/define-message.js';
import type { Channel } from '../../envelope/message.js';
import type { Subscriber } from '../transport.js';

type Consumed = Pick<Subscriber, 'types' | 'everyEventOf' | 'consumer'>;

const CHANNELS: readonly Channel[] = ['events', 'commands', 'replies'];

/** Names of a deployment's topics and groups; its id in front lets deployments share a broker. */
export class TopicNames {
  constructor(private readonly deploymentId: string) {}

  /** Events are named for the module that records them, commands and replies for the one that receives them. */
  topic(module: string, channel: Channel): string {
    return `${this.deploymentId}.${module}.${channel}`;
  }

  /** The module whose events a topic holds; undefined when it holds commands or replies. */
  moduleOfEvents(topic: string): string | undefined {
    const [prefix, suffix] = [`${this.deploymentId}.`, '.events'];
    if (!topic.startsWith(prefix) || !topic.endsWith(suffix)) return undefined;
    return topic.slice(prefix.length, -suffix.length);
  }

  ofModule(module: string): string[] {
    return CHANNELS.map((channel) => this.topic(module, channel));
  }

  /** Where a message of `sourceModule`'s log goes. */
  of({ headers }: EncodedMessage, sourceModule: string): string {
    const channel = headers['ce_channel'] as Channel;
    return this.topic(channel === 'events' ? sourceModule : (headers['ce_target'] ?? sourceModule), channel);
  }

  /** All topics that may hold what a consumer handles. */
  consumedBy({ types, everyEventOf = new Set(), consumer }: Consumed): string[] {
    if (types === 'all') return [...everyEventOf].map((module) => this.topic(module, 'events')).sort();
    const topics = [...types].map((type) => {
      const { channel, module } = definitionOf(type);
      return this.topic(channel === 'events' ? module : consumer.module, channel);
    });
    return [...new Set(topics)].sort();
  }

  group(consumer: string): string {
    return `${this.deploymentId}.${consumer}`;
  }
}
