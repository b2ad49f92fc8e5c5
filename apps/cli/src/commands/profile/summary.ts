import type { ResolvedProfile } from '@platform/profile';

/** One sentence that says what a valid profile amounts to. */
export function summary(profile: ResolvedProfile): string {
  const { file, modules, services, databases, transport, coordination } = profile;
  const parts = [
    count(modules.length, 'module'),
    count(services.length, 'service'),
    count(databases.length, 'database'),
  ];
  return `${file} is valid: ${parts.join(', ')}, transport ${transport}, checkout by ${coordination}.`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
