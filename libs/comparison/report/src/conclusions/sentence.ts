/** A number in a sentence, with what it is, so that a reader and a test find where it comes from. */
export interface Quoted {
  readonly figure: string;
  readonly profile: string;
  readonly value: number;
  readonly text: string;
}

/** A sentence that is derived from figures. `grave`: it must not be overlooked. */
export interface Sentence {
  /** What it is about, in a word or two. */
  readonly topic: string;
  readonly grave: boolean;
  readonly parts: readonly (string | Quoted)[];
}

export function plainText({ parts }: Sentence): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** Several phrases as an enumeration: `a, b and c`. */
export function enumerate(phrases: readonly Sentence['parts'][]): Sentence['parts'] {
  return phrases.flatMap((phrase, index) => {
    const joint = index === 0 ? '' : index === phrases.length - 1 ? ' and ' : ', ';
    return [joint, ...phrase];
  });
}
