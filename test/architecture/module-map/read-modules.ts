import ts from 'typescript';
import { read, sources } from '../support/repository.js';

export interface ModuleUse {
  /** The module whose contract is imported. */
  readonly module: string;
  /** Names taken from it, sorted. */
  readonly names: readonly string[];
}

export interface ModuleEntry {
  readonly name: string;
  readonly hasContract: boolean;
  /** Types of the events that its contract declares, e.g. `product.price-changed`, sorted. */
  readonly events: readonly string[];
  /** Sorted by module. */
  readonly uses: readonly ModuleUse[];
}

const TEST_CODE = /\.(spec|fixture|contract)\.ts$|\/testing\//;
const CONTRACT = /^@marketplace\/([^/]+)\/contract$/;

/**
 * What each package of the marketplace publishes and what it takes from the contracts of the others; test code left out. A
 * package that does neither is no part of the map.
 */
export function readModules(): ModuleEntry[] {
  const names = sources('libs/marketplace/*/package.json').map((path) => String(path.split('/')[2]));
  return names.map(readModule).filter(({ hasContract, uses }) => hasContract || uses.length > 0);
}

function readModule(name: string): ModuleEntry {
  const files = sources(`libs/marketplace/${name}/src/**/*.ts`).filter((path) => !TEST_CODE.test(path));
  const parsed = files.map((path) => ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
  const contract = parsed.filter(({ fileName }) => fileName.includes('/src/contract/'));
  const events = [...new Set(contract.flatMap(declaredEvents))].sort();
  return { name, hasContract: contract.length > 0, events, uses: usesOf(parsed) };
}

function usesOf(files: readonly ts.SourceFile[]): ModuleUse[] {
  const names = new Map<string, Set<string>>();
  for (const file of files) {
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const [, module] = CONTRACT.exec(statement.moduleSpecifier.text) ?? [];
      if (module === undefined) continue;
      const taken = names.get(module) ?? new Set();
      importedNames(statement).forEach((name) => taken.add(name));
      names.set(module, taken);
    }
  }
  return [...names].map(([module, taken]) => ({ module, names: [...taken].sort() })).sort(byModule);
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return [];
  if (ts.isNamespaceImport(bindings)) return ['*'];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function declaredEvents(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'defineEvent'
    ) {
      const [type] = node.arguments;
      if (type !== undefined && ts.isStringLiteralLike(type)) found.push(type.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function byModule(a: ModuleUse, b: ModuleUse): number {
  return a.module < b.module ? -1 : 1;
}
