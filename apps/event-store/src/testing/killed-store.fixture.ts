// An Event Store in a process of its own, which kills itself the n-th time that it reaches a point.
import 'reflect-metadata';
import { CrashPoints } from '@platform/persistence';
import type { EventStoreConfiguration } from '@platform/profile';

import { startEventStore } from '../start-event-store.js';

const [, , configuration = '', point, times] = process.argv;

class KillAtPoint extends CrashPoints {
  private left = Number(times);

  override reached(name: string): void {
    if (name !== point) return;
    this.left -= 1;
    if (this.left === 0) process.kill(process.pid, 'SIGKILL');
  }
}

process.once('disconnect', () => process.exit(1));
await startEventStore(JSON.parse(configuration) as EventStoreConfiguration, {
  crashPoints: new KillAtPoint(),
});
