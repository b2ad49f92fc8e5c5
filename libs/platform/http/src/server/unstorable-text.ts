interface Entry {
  readonly value: unknown;
  readonly parent: Entry | undefined;
  readonly step: string;
}

/**
 * The JSON pointer of the first text (or key) in a parsed JSON value that PostgreSQL cannot store: with a NUL character or
 * half a surrogate pair. Works without recursion, as JSON may be nested deeper than the stack.
 */
export function unstorableText(root: unknown): string | undefined {
  const open: Entry[] = [{ value: root, parent: undefined, step: '' }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value } = entry;
    if (typeof value === 'string') {
      if (!isStorable(value)) return pointer(entry);
    } else if (typeof value === 'object' && value !== null) {
      for (const [step, child] of Object.entries(value)) {
        if (!isStorable(step)) return pointer(entry);
        open.push({ value: child, parent: entry, step });
      }
    }
  }
  return undefined;
}

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function pointer(entry: Entry): string {
  const steps: string[] = [];
  for (let at: Entry | undefined = entry; at.parent; at = at.parent) {
    steps.unshift(at.step.replaceAll('~', '~0').replaceAll('/', '~1'));
  }
  return steps.map((step) => `/${step}`).join('') || 'body';
}
