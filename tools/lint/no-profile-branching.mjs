/**
 * A profile is resolved once, where the application is composed: code elsewhere is handed the adapter that was chosen and
 * never asks which one it is. This rule reports a condition, a `switch` or a comparison on a profile or on anything read
 * from one, and a comparison of an axis with one of its values (`configuration.transport === 'kafka'`). Looking an adapter up (`transports[profile.transport]`) is not a branch, and asking whether there is a profile at
 * all is spelt `profile === undefined`.
 */
const PROFILE_NAME = /profile$/i;
const WRAPPERS = new Set([
  'ChainExpression',
  'TSNonNullExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'AwaitExpression',
]);
const COMPARISONS = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>=', 'in']);

const unwrap = (node) => (WRAPPERS.has(node.type) ? unwrap(node.expression ?? node.argument) : node);
const AXES = new Set(['transport', 'coordination', 'eventSourced', 'persistence']);

const isAxis = (wrapped) => {
  const node = unwrap(wrapped);
  const name = node.type === 'MemberExpression' && !node.computed ? node.property : node;
  return name.type === 'Identifier' && AXES.has(name.name);
};
const isText = (node) => node.type === 'Literal' && typeof node.value === 'string';
const isAbsence = (node) =>
  (node.type === 'Identifier' && node.name === 'undefined') ||
  (node.type === 'Literal' && node.value === null);

export const noProfileBranching = {
  meta: {
    type: 'problem',
    docs: { description: 'No branch on a profile outside libs/platform/profile' },
    messages: {
      branch:
        'A branch on the profile: choose the adapter where the application is composed, or derive the fact in libs/platform/profile.',
    },
    schema: [],
  },
  create(context) {
    const initializerOf = (identifier) => {
      for (let scope = context.sourceCode.getScope(identifier); scope; scope = scope.upper) {
        const variable = scope.set.get(identifier.name);
        if (variable) return variable.defs.length === 1 ? variable.defs[0].node.init : undefined;
      }
      return undefined;
    };

    /** The profile itself, by its name: `profile`, `this.profile`, `options.resolvedProfile`. */
    const isProfile = (wrapped) => {
      const node = unwrap(wrapped);
      if (node.type === 'Identifier') return PROFILE_NAME.test(node.name);
      return node.type === 'MemberExpression' && !node.computed && PROFILE_NAME.test(node.property.name);
    };

    /** Something read from a profile: `profile.transport`, `profile.eventSourced.includes(x)`, or a constant that holds it. */
    const isReadFromProfile = (wrapped, seen = new Set()) => {
      const node = unwrap(wrapped);
      if (node.type === 'MemberExpression')
        return isProfile(node.object) || isReadFromProfile(node.object, seen);
      if (node.type === 'CallExpression') return isReadFromProfile(node.callee, seen);
      if (node.type === 'BinaryExpression')
        return isReadFromProfile(node.left, seen) || isReadFromProfile(node.right, seen);
      if (node.type === 'UnaryExpression') return isReadFromProfile(node.argument, seen);
      if (node.type !== 'Identifier' || seen.has(node.name)) return false;
      const initializer = initializerOf(node);
      if (!initializer) return false;
      seen.add(node.name);
      return isDestructured(node)
        ? isProfile(initializer) || isReadFromProfile(initializer, seen)
        : isReadFromProfile(initializer, seen);
    };

    const isDestructured = (identifier) => {
      for (let scope = context.sourceCode.getScope(identifier); scope; scope = scope.upper) {
        const variable = scope.set.get(identifier.name);
        if (variable) return variable.defs[0]?.node.id?.type === 'ObjectPattern';
      }
      return false;
    };

    const report = (node) => context.report({ node, messageId: 'branch' });

    const checkCondition = (wrapped) => {
      const node = unwrap(wrapped);
      if (node.type === 'LogicalExpression') return [node.left, node.right].forEach(checkCondition);
      if (node.type === 'UnaryExpression') return checkCondition(node.argument);
      if (node.type === 'BinaryExpression') return undefined; // reported where it is compared, wherever it stands
      if (isProfile(node) || isReadFromProfile(node)) report(node);
      return undefined;
    };

    return {
      IfStatement: ({ test }) => checkCondition(test),
      ConditionalExpression: ({ test }) => checkCondition(test),
      SwitchStatement: ({ discriminant }) =>
        isAxis(discriminant) ? report(discriminant) : checkCondition(discriminant),
      "LogicalExpression[operator='&&']": ({ left, parent }) => {
        if (!/^(If|Conditional|Logical|Unary)/.test(parent.type)) checkCondition(left);
      },
      BinaryExpression: (node) => {
        if (!COMPARISONS.has(node.operator)) return;
        const { left, right } = node;
        const comparesWhich =
          [left, right].some((side) => isReadFromProfile(side)) && ![left, right].some(isAbsence);
        const comparesName =
          [left, right].some((side) => isProfile(side) || isAxis(side)) && [left, right].some(isText);
        if (comparesWhich || comparesName) report(node);
      },
    };
  },
};
