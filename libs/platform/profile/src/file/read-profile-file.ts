import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { Problems, type KeyPath, type ProfileSource } from '../problems.js';
import { substituteVariables, type Environment } from './environment.js';
import { profileFile, type ProfileFile } from './profile.schema.js';
import { addSchemaProblem } from './schema-problems.js';

/**
 * From the text of a YAML file to its validated content.
 * @throws ProfileError for bad YAML, unset variables, unknown or missing keys and values of the wrong type
 */
export function readProfileFile(
  text: string,
  from: { name: string; file: string; env: Environment },
): { content: ProfileFile; source: ProfileSource } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source: ProfileSource = {
    name: from.name,
    file: from.file,
    lineOf: (path) => lineOf(document, lines, path),
  };
  const problems = new Problems(source);

  const raw = contentOf(document, lines, from, problems);
  problems.throwIfAny();
  const substituted = substituteVariables(raw, from.env, problems);
  problems.throwIfAny();
  const parsed = profileFile.safeParse(substituted, { reportInput: true });
  if (parsed.success) return { content: parsed.data, source };
  for (const issue of parsed.error.issues) addSchemaProblem(issue, problems);
  problems.throwIfAny();
  throw parsed.error;
}

function contentOf(
  document: Document,
  lines: LineCounter,
  from: { name: string; file: string },
  problems: Problems,
): unknown {
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0]);
    const at = new Problems({ ...from, lineOf: () => line });
    if (error.code === 'MULTIPLE_DOCS') at.add([], 'a second document begins here', 'keep one in the file');
    else at.add([], `this is not valid YAML: ${uncapitalised(error.message)}`, 'correct the line');
    at.throwIfAny();
  }
  if (isMap(document.contents)) {
    try {
      const content: unknown = document.toJS({ maxAliasCount: 100 });
      // An alias to what it stands in makes a circle, which JSON refuses.
      JSON.stringify(content);
      return content;
    } catch {
      problems.add(
        [],
        'its aliases multiply without end or lead in a circle',
        'write the values out instead of using aliases',
      );
      return undefined;
    }
  }
  const what =
    document.contents === null || (isScalar(document.contents) && document.contents.value === null);
  problems.add(
    [],
    what ? 'the file is empty' : 'this is not a mapping of keys to values',
    'begin from profiles/monolith.yaml',
  );
  return undefined;
}

function uncapitalised(message: string): string {
  const firstLine = message.split('\n', 1)[0] ?? '';
  return firstLine.charAt(0).toLowerCase() + firstLine.slice(1).replace(/[.:]$/, '');
}

function lineOf(document: Document, lines: LineCounter, path: KeyPath): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0];
      node = pair.value;
    } else if (isSeq(node) && typeof segment === 'number') {
      node = node.items[segment];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
