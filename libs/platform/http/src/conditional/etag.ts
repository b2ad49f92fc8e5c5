/** The strong entity tag of a version or revision, in quotes as the header carries it. */
export function etag(version: string | number): string {
  return `"${version}"`;
}

const entityTag = '(?:W/)?"[\\x21\\x23-\\x7e]*"';

/** `*`, or entity tags separated by commas (RFC 9110, sections 8.8.3, 13.1.1 and 13.1.2; without obs-text). */
export const entityTagListPattern = new RegExp(`^(?:\\*|${entityTag}(?:[ \\t]*,[ \\t]*${entityTag})*)$`);

/** A parsed If-Match or If-None-Match header. */
export class EntityTagCondition {
  private constructor(
    /** True for `*`: whatever the version, as long as the resource exists. */
    readonly any: boolean,
    private readonly strong: ReadonlySet<string>,
    private readonly weak: ReadonlySet<string>,
  ) {}

  /** @param header text that matches `entityTagListPattern` */
  static parse(header: string): EntityTagCondition {
    if (header === '*') return new EntityTagCondition(true, new Set(), new Set());
    const strong = new Set<string>();
    const weak = new Set<string>();
    for (const [tag] of header.matchAll(new RegExp(entityTag, 'g'))) {
      if (tag.startsWith('W/')) weak.add(tag.slice(3, -1));
      else strong.add(tag.slice(1, -1));
    }
    return new EntityTagCondition(false, strong, weak);
  }

  /** Strong comparison, as If-Match asks for: a weak tag never matches. `undefined` stands for a resource that does not exist. */
  matches(version: string | number | undefined): boolean {
    return version !== undefined && (this.any || this.strong.has(String(version)));
  }

  /** Weak comparison, as If-None-Match asks for. */
  matchesWeakly(version: string | number | undefined): boolean {
    return this.matches(version) || (version !== undefined && this.weak.has(String(version)));
  }
}
