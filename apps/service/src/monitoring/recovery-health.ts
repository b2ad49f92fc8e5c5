import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@platform/http';
import { type PartView, Recovery } from '@platform/recovery';

/**
 * Tells in `/health/ready` which stage of its start a service is in. In the first it is not ready, and every part that is not
 * through is named with what it found and what is left; in the second what could not be finished in time stays named.
 */
@Injectable()
export class RecoveryHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly recovery: Recovery,
  ) {}

  onModuleInit(): void {
    this.health.register('recovery', async () => {
      const { stage, ms } = this.recovery.now;
      if (stage === 'starting') return { status: 'down', stage };
      const { parts } = await this.recovery.view();
      const state = stage === 'recovering' ? 'finishing' : 'left';
      const named = Object.fromEntries(parts.filter((part) => part.state === state).map(progress));
      if (stage === 'recovering') return { status: 'down', reason: stage, stage, ms, finishing: named };
      return { stage, ms, ...(Object.keys(named).length > 0 && { leftAtStart: named }) };
    });
  }
}

function progress({ name, found, pending }: PartView): [string, object] {
  return [name, { found, pending }];
}
