/** The archive is out of reach, or cannot tell yet. */
export class ArchiveAwayError extends Error {
  override readonly name = 'ArchiveAwayError';
}
