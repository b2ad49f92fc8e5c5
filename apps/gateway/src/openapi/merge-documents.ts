import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

const entries = z.record(z.string(), z.unknown());

/** As much of an OpenAPI document as merging looks at. */
export const mergeable = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ description: z.string().optional() }),
  tags: z.array(z.looseObject({ name: z.string() })).optional(),
  paths: z.record(z.string(), entries),
  components: z.record(z.string(), entries).optional(),
});

export type Document = z.infer<typeof mergeable>;

export interface Merged {
  readonly document: Document;
  /** What two documents say differently under one name, as `paths./orders.get`; the first is kept. */
  readonly conflicts: readonly string[];
}

/** One document of several: paths and components by name. Of one it is that one. */
export function mergeDocuments([first, ...others]: readonly [Document, ...Document[]]): Merged {
  if (others.length === 0) return { document: first, conflicts: [] };
  const conflicts: string[] = [];
  const paths: Document['paths'] = {};
  const components: Record<string, Record<string, unknown>> = {};
  for (const document of [first, ...others]) {
    for (const [path, methods] of Object.entries(document.paths))
      add((paths[path] ??= {}), methods, `paths.${path}`, conflicts);
    for (const [section, named] of Object.entries(document.components ?? {}))
      add((components[section] ??= {}), named, `components.${section}`, conflicts);
  }
  const document = {
    ...first,
    info: { ...first.info, ...mergedDescription([first, ...others]) },
    ...mergedTags([first, ...others]),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components,
  };
  return { document, conflicts };
}

function add(
  target: Record<string, unknown>,
  source: Readonly<Record<string, unknown>>,
  place: string,
  conflicts: string[],
): void {
  for (const [name, value] of Object.entries(source)) {
    const known = (target[name] ??= value);
    if (!isDeepStrictEqual(known, value)) conflicts.push(`${place}.${name}`);
  }
}

/** Each service's description ends in a table of the problems that it knows: the rows of all, each once. */
function mergedDescription(documents: readonly Document[]): { description?: string } {
  const texts = documents.flatMap(({ info }) => info.description ?? []);
  if (texts[0] === undefined) return {};
  const isRow = (line: string) => line.startsWith('| `');
  const rows = new Set(texts.flatMap((text) => text.split('\n').filter(isRow)));
  const lines = texts[0].split('\n');
  const at = lines.findIndex(isRow);
  if (at < 0) return { description: texts[0] };
  const around = [lines.slice(0, at), lines.slice(at).filter((line) => !isRow(line))] as const;
  return { description: [...around[0], ...[...rows].sort(), ...around[1]].join('\n') };
}

function mergedTags(documents: readonly Document[]): Pick<Document, 'tags'> {
  const tags = new Map(documents.flatMap(({ tags }) => tags ?? []).map((tag) => [tag.name, tag]));
  return tags.size === 0 ? {} : { tags: [...tags.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
