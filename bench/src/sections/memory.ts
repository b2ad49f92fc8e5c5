import { setTimeout as pause } from 'node:timers/promises';
import { stretch } from '../load/stretch.js';
import { type Memory, residentMemory } from '@comparison/measure';
import type { Bench } from './context.js';

export interface MemoryUse {
  readonly checkouts: number;
  /** Undefined where the operating system does not tell. */
  readonly atRest: Memory | undefined;
  readonly afterwards: Memory | undefined;
}

const REST_MS = 5_000;
const CONNECTIONS = 32;

/** Resident memory of a service process: newly started, and after many checkouts; each after a rest. */
export async function memory(bench: Bench): Promise<MemoryUse> {
  const wanted = bench.options.quick ? 3_000 : 50_000;
  const stage = await bench.shared();
  await stage.stop('service');
  const { pid } = await stage.start('service');
  await pause(REST_MS);
  const atRest = residentMemory(pid);
  let checkouts = 0;
  while (checkouts < wanted) {
    bench.progress.step(`Checkouts for the memory's sake: ${checkouts} of ${wanted} …`);
    const load = { shape: { type: 'closed', connections: CONNECTIONS }, seconds: 600 } as const;
    const { approved } = await stretch(
      stage,
      await bench.generator(),
      'service',
      load,
      bench.random,
      wanted - checkouts,
    );
    checkouts += approved;
  }
  await pause(REST_MS);
  return { checkouts, atRest, afterwards: residentMemory(pid) };
}
