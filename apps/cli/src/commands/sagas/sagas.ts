import type { DataDirectory } from '../../deployment/data-directory.js';
import { type AdminClient, adminClientsOf } from '../admin-client.js';
import { type OpenSaga, openSagas, retried } from './open-saga.js';

const route = '/admin/sagas';
/** Most entries per module and kind that a service lists. */
const limit = 1000;

/** The open sagas of a running deployment: each service knows the part of its own modules. */
export class Sagas {
  private constructor(private readonly services: readonly AdminClient[]) {}

  static async of(directory: DataDirectory): Promise<Sagas> {
    return new Sagas(await adminClientsOf(directory));
  }

  async list(needsAttention: boolean): Promise<OpenSaga[]> {
    const path = `${route}?limit=${limit}${needsAttention ? '&needsAttention=true' : ''}`;
    const lists = await Promise.all(this.services.map((service) => service.ask(path, openSagas)));
    return lists.flatMap(({ items }) => items);
  }

  /** @returns how much is due now, over all services; 0 when none of them knows the saga */
  async retry(sagaId: string): Promise<number> {
    const answers = await Promise.all(
      this.services.map((service) => service.ask(`${route}/retry`, retried, { sagaId })),
    );
    return answers.reduce((sum, { due }) => sum + due, 0);
  }
}
