import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '../../../bin/whereabouts.mjs');
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'whereabouts-profile-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The built command, as a person runs it. */
function whereabouts(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('whereabouts profile', () => {
  it('lists the profiles with what they are for', () => {
    const { code, out } = whereabouts('profile', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(/^monolith +One process, one database/m);
  });

  it('accepts a valid profile', () => {
    const { code, out, err } = whereabouts('profile', 'check', 'monolith');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('is valid: 8 modules, 1 service, 1 database');
  });

  it('refuses an invalid one on stderr with code 2', () => {
    writeFileSync(join(directory, 'wrong.yaml'), 'services: {}\ntrnsport: kafka\n');
    const { code, out, err } = whereabouts('profile', 'check', 'wrong.yaml');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('wrong.yaml:2, trnsport: there is no such key; write transport.\n');
  });

  it("explains where a module's data lives, what a checkout costs and what is promised", () => {
    const { code, out } = whereabouts('profile', 'explain', 'monolith');
    expect(code).toBe(0);
    expect(out).toMatch(/stock +marketplace +marketplace\.stock +state/);
    expect(out).toMatch(/commits +3 /);
    expect(out).toMatch(/A checkout is atomic +yes/);
  });

  it('explains for programs, and as a diagram', () => {
    expect(JSON.parse(whereabouts('profile', 'explain', 'replicas', '--json').out)).toMatchObject({
      profile: { name: 'replicas', coordination: 'transaction' },
      outages: expect.arrayContaining([
        expect.objectContaining({ part: { kind: 'replica', name: 'marketplace' }, checkouts: 'go-on' }),
      ]) as unknown,
    });
    expect(whereabouts('profile', 'explain', 'hybrid', '--mermaid').out).toMatch(/^sequenceDiagram\n/);
    expect(whereabouts('profile', 'explain', 'hybrid', '--mermaid', '--json')).toMatchObject({
      code: 2,
      out: '',
    });
  });

  it('tells two profiles apart, as text and for programs', () => {
    const { code, out } = whereabouts('profile', 'diff', 'monolith', 'modulith');
    expect(code).toBe(0);
    expect(out).toMatch(/^From monolith to modulith\n\nLOST\n[^]*\n\nWON\n[^]*\n\nCHANGED\n[^]*\n\nKEPT\n/);
    expect(JSON.parse(whereabouts('profile', 'diff', 'monolith', 'modulith', '--json').out)).toMatchObject({
      from: 'monolith',
      to: 'modulith',
      differences: expect.arrayContaining([
        expect.objectContaining({ id: 'atomic-checkout', verdict: 'lost' }),
      ]) as unknown,
    });
  });

  it('writes a profile as containers, and says what it cannot write', () => {
    const { code, out } = whereabouts('profile', 'render', 'compose', 'monolith');
    expect(code).toBe(0);
    expect(out).toContain('name: whereabouts-monolith\nservices:\n  service-marketplace-0:\n');
    expect(whereabouts('profile', 'render', 'helm', 'monolith')).toEqual({
      code: 1,
      out: '',
      err: 'A profile cannot be rendered as "helm": write compose.\n',
    });
  });

  it('prints the JSON Schema', () => {
    const schema: unknown = JSON.parse(whereabouts('profile', 'schema').out);
    expect(schema).toMatchObject({
      title: 'Deployment profile',
      required: ['services', 'databases', 'transport', 'checkout'],
    });
  });

  it.each([
    [['profil'], "Unknown command 'profil'; did you mean profile?\n"],
    [['profile', 'chek'], "Unknown command 'chek'; did you mean check?\n"],
    [['profile', 'list', '--hlep'], "Unknown option '--hlep'; did you mean --help?\n"],
    [['profile', 'check'], 'Missing required argument \'file\'; see "whereabouts --help".\n'],
    [
      ['profile', 'check', 'nowhere.yaml'],
      'nowhere.yaml: there is no such file; give the name of a profile or the path of a YAML file.\n',
    ],
  ])('answers %j in one sentence with code 2', (args, sentence) => {
    expect(whereabouts(...args)).toEqual({ code: 2, out: '', err: sentence });
  });

  it.each([[[]], [['list']], [['check']], [['explain']], [['diff']], [['render']], [['schema']]])(
    'shows examples in the help of %j',
    (command) => {
      const { code, out } = whereabouts('profile', ...command, '--help');
      expect(code).toBe(0);
      expect(out).toContain('Examples:\n  $ whereabouts profile ');
    },
  );
});
