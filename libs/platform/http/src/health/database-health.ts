import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { gauge } from '@platform/observability';
import { Databases } from '@platform/persistence';
import { HealthRegistry } from './health-registry.js';

/** A readiness check and the pool's figures for every database of the process, where it has any. */
@Injectable()
export class DatabaseHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    @Optional() private readonly databases?: Databases,
  ) {}

  onModuleInit(): void {
    const { databases } = this;
    if (!databases) return;
    for (const database of databases.all) {
      this.health.register(`database:${database.name}`, async () => {
        await database.ping();
        return undefined;
      });
    }
    gauge(
      {
        name: 'whereabouts_database_connections',
        help: 'Connections of the pool by state',
        labels: ['database', 'state'],
      },
      (connections) => {
        for (const { database, max, total, idle, waiting } of databases.poolUse()) {
          connections.set({ database, state: 'max' }, max);
          connections.set({ database, state: 'busy' }, total - idle);
          connections.set({ database, state: 'idle' }, idle);
          connections.set({ database, state: 'waiting' }, waiting);
        }
      },
    );
  }
}
