import { counter, gauge, sharedReading } from '@platform/observability';

import type { Recovery } from './recovery.js';

const STAGES = ['starting', 'recovering', 'listening'] as const;

/** Shows the stage of this process, and what its parts had to finish. */
export function recoveryMetrics(recovery: Recovery): void {
  const view = sharedReading(() => recovery.view());
  gauge(
    {
      name: 'whereabouts_recovery_stage',
      help: 'The stage of this process: 1 for the one it is in.',
      labels: ['stage'],
    },
    (stages) => {
      for (const stage of STAGES) stages.set({ stage }, recovery.now.stage === stage ? 1 : 0);
    },
  );
  gauge(
    { name: 'whereabouts_recovery_seconds', help: 'How long this process finished what was begun.' },
    (seconds) => seconds.set(recovery.now.ms / 1_000),
  );
  gauge(
    {
      name: 'whereabouts_recovery_pending',
      help: 'Pieces of work of a former process that were left when last looked at, in the first stage or at its end.',
      labels: ['part'],
    },
    async (pieces) => {
      for (const { name: part, pending } of (await view()).parts)
        if (pending !== null) pieces.set({ part }, pending);
    },
  );
}

/** Pieces that a former process had begun and that were found at the start of this one. */
export const foundPieces = () =>
  counter({
    name: 'whereabouts_recovery_found_total',
    help: 'Pieces of work that a former process had begun, found at the start of this one.',
    labels: ['part'],
  });
