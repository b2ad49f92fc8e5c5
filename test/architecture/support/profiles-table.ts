import type { ResolvedProfile } from '@platform/profile';
import { markdownTable } from './placement-table.js';

export function profilesTable(profiles: readonly ResolvedProfile[]): string {
  const rows = profiles.map(({ name, description, transport, coordination }) => [
    `\`${name}\``,
    description,
    transport,
    coordination,
  ]);
  return markdownTable([['profile', 'what it is', 'messages', 'checkout by'], ...rows]);
}
