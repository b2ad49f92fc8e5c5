/**
 * Settings of every embedded server, passed on its command line so that a data directory made by an older version of
 * whereabouts gets them too. Durability stays on: an acknowledged order survives a power cut.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  // Loopback only, and no socket file that would need a short path and a shared directory.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Many replicas on one shared database, ten connections each, with room for tools.
  max_connections: '200',
  // A client that is frozen while it logs in holds up whoever drops a database until then, and the open transaction of that one holds
  // up every relay on the server. As long as a transaction may take at most.
  authentication_timeout: '10s',
  // The defaults, written out because everything that is promised about crashes rests on them.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A quarter GiB of cache holds the working set of a development machine without crowding it.
  shared_buffers: '256MB',
  // Short statements only: compiling them costs more than it saves.
  jit: 'off',
  // Data directories lie on solid-state disks, where a random read costs about as much as a sequential one.
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
};

const STATEMENT_STATISTICS = 'pg_stat_statements';

/**
 * Has the server count statements, where the module for it came with the server: what a checkout costs is told in statements, too. Nothing else
 * in a server counts them, and it is loaded at the start or not at all.
 */
export function statementStatistics(loadable: readonly string[]): Readonly<Record<string, string>> {
  if (!loadable.includes(STATEMENT_STATISTICS)) return {};
  return {
    shared_preload_libraries: STATEMENT_STATISTICS,
    // Counts are of this start of the server: nobody needs them after it.
    'pg_stat_statements.save': 'off',
  };
}
