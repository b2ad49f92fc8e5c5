import { confinableCpus } from './allowed-cpus.js';
import { type Placed, shareOut } from './connections.js';

/** What every deployment gets alike. */
export interface Budget {
  /** Connections per process and database. @throws Error for a profile that was not planned for */
  poolMaxOf(profile: string): number;
  /** A `taskset` list for the whole deployment; null where it cannot or should not be confined. */
  readonly cpusOfDeployment: string | null;
  readonly cpusOfGenerator: string | null;
  /** For the report, a sentence or two each. */
  readonly cpus: string;
  readonly connections: string;
}

/** @param allowed the CPUs that processes can be confined to; null where they cannot be */
export function planBudget(
  profiles: readonly Placed[],
  cores: number,
  allowed: readonly number[] | null = confinableCpus(),
): Budget {
  const { total, shares } = shareOut(profiles);
  return {
    ...planCpus(cores, allowed),
    connections: describeConnections(total, [...shares]),
    poolMaxOf(profile) {
      const share = shares.get(profile);
      if (!share) throw new Error(`No connections were planned for the profile ${profile}.`);
      return share.max;
    },
  };
}

function planCpus(
  cores: number,
  allowed: readonly number[] | null,
): Pick<Budget, 'cpusOfDeployment' | 'cpusOfGenerator' | 'cpus'> {
  const shared = { cpusOfDeployment: null, cpusOfGenerator: null };
  const all = cores === 1 ? 'the same one core' : `the same ${cores} cores`;
  if (cores <= 2)
    return {
      ...shared,
      cpus: `Every deployment ran as a whole on ${all}, which the load generator shared: a core of its own would have taken half of them or all. Its share is reported with each stretch.`,
    };
  if (!allowed || allowed.length < cores)
    return {
      ...shared,
      cpus: `Every deployment ran as a whole on ${all}, which the load generator shared, as processes cannot be confined to cores here. Its share is reported with each stretch.`,
    };
  const ofDeployment = allowed.slice(0, cores - 1);
  return {
    cpusOfDeployment: ofDeployment.join(','),
    cpusOfGenerator: String(allowed[cores - 1]),
    cpus: `Every deployment was confined as a whole, databases and broker included, to the same ${cores - 1} of ${cores} cores; the load generator had the remaining one.`,
  };
}

function describeConnections(
  total: number,
  shares: readonly (readonly [string, { readonly pools: number; readonly max: number }])[],
): string {
  const each = shares.map(([profile, { pools, max }]) => `${profile} ${pools} × ${max} = ${pools * max}`);
  return `Pools were sized to ${total} connections in all for every profile, shared out evenly over its processes and databases as far as whole numbers go (${each.join(', ')}). Each process keeps a few more per database in reserve for what is committed before a call to the provider; those are not scaled.`;
}
