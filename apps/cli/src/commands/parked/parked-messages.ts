import type { DataDirectory } from '../../deployment/data-directory.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { type AdminClient, adminClientsOf } from '../admin-client.js';
import {
  discarded,
  type KeyReference,
  type ParkedKey,
  parkedKeys,
  replay,
  type Replay,
} from './parked-key.js';

const route = '/admin/messages/parked';
/** Most keys per module that a service lists. */
const limit = 1000;

/** The parked keys of a running deployment, whichever of its services has them. */
export class ParkedMessages {
  private constructor(private readonly services: readonly AdminClient[]) {}

  static async of(directory: DataDirectory): Promise<ParkedMessages> {
    return new ParkedMessages(await adminClientsOf(directory));
  }

  async list(): Promise<ParkedKey[]> {
    const lists = await Promise.all(
      this.services.map((service) => service.ask(`${route}?limit=${limit}`, parkedKeys)),
    );
    return lists.flatMap(({ items }) => items);
  }

  replay(key: KeyReference): Promise<Replay> {
    return this.#hostOf(key).ask(`${route}/replay`, replay, reference(key));
  }

  /** @param upTo last stream version to give up; all unless given */
  async discard(key: KeyReference, upTo?: number): Promise<number> {
    const body = { ...reference(key), ...(upTo !== undefined && { upTo }) };
    return (await this.#hostOf(key).ask(`${route}/discard`, discarded, body)).discarded;
  }

  #hostOf({ consumer }: KeyReference): AdminClient {
    const module = consumer.slice(0, consumer.indexOf('.'));
    const host = this.services.find(({ modules }) => modules.includes(module));
    if (!host)
      throw new DeploymentError(`No running service hosts module ${module} of consumer ${consumer}.`);
    return host;
  }
}

function reference({ consumer, sourceModule, channel, streamId }: KeyReference): KeyReference {
  return { consumer, sourceModule, channel, streamId };
}
