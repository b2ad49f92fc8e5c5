import { Option, type Command } from 'commander';
import type { Flags } from './flags.js';
import { brokersOf, historyFile, listOf, ratesOf, scaleOf, secondsFrom, wholeNumber } from './values.js';

const DAY = 86_400;

// What is behind a comparison is loaded when one is made: no other command pays for it.
export function register(program: Command): void {
  const compare = program
    .command('compare')
    .description('Run the same workload on several profiles, judge each, and write a report to decide from')
    .option(
      '--profiles <list>',
      'names of profiles or YAML files, by commas; "all": every one that ships',
      listOf,
    )
    .addOption(
      new Option('--workload <preset>', 'what customers do (default: om-default)').choices([
        ...['om-default', 'om-checkout', 'om-scarce', 'om-payfail'],
      ]),
    )
    .addOption(
      new Option('--rate <list>', 'transactions per second to offer, by commas; nothing is searched for then')
        .argParser(ratesOf)
        .conflicts('concurrency'),
    )
    .option('--concurrency <n>', 'clients of a closed loop, instead of a rate', wholeNumber(1, 10_000))
    .option(
      '--duration <s>',
      'of a measured stretch, half of it at a share (default: 30)',
      secondsFrom(1, DAY),
    )
    .option('--warmup <s>', 'before anything is measured (default: 5)', secondsFrom(0, DAY))
    .option(
      '--repeats <n>',
      'starts of each profile (default: 1; intervals take 2 or more)',
      wholeNumber(1, 100),
    )
    .option('--faults <list>', 'none, basic, all, or names by commas, as in kill-service:stock', listOf, [
      'none',
    ])
    .option(
      '--seed <n>',
      'of the workload and the order of profiles (default: 1)',
      wholeNumber(0, 2 ** 31 - 1),
    )
    .option('--scale <n>', 'customers and products, as in 1000 or 1000x200 (default: 1000)', scaleOf)
    .option(
      '--broker <list>',
      'a Kafka of yours, host:port, for profiles with a broker; without it each start has its own (KAFKA_BROKERS is not looked at)',
      brokersOf,
    )
    .option('--out <dir>', 'of the report (default: a new one under .whereabouts/compare/)')
    .option('--history <file>', 'write the operations for a consistency checker: .edn or .json', historyFile)
    .option('--self-check', 'also run parts that are broken on purpose: the checkers have to notice')
    .addHelpText(
      'after',
      '\nWithout options: monolith, replicas, microservices-choreography, microservices-orchestration, event-sourced and hybrid, and the' +
        '\nmonolith once more for the noise; under 15 minutes on two cores. The report is report.html and results.json.' +
        '\n\nExit status: 0 when everything was done and nothing violated, 1 when something was violated, a profile failed, or a broken' +
        '\npart was not noticed, 2 for options that make no sense, 130 when it was interrupted (what is done is reported).' +
        '\n\nExamples:\n  $ whereabouts compare\n  $ whereabouts compare --profiles monolith,./my-profile.yaml --repeats 3' +
        '\n  $ whereabouts compare --profiles monolith,hybrid --rate 20,40 --faults basic\n  $ whereabouts compare diff before after',
    )
    .action(async (flags: Flags) => {
      const { runCompare } = await import('./run-compare.js');
      process.exitCode = await runCompare(flags, process.stdout);
    });
  compare
    .command('diff')
    .argument('<a>', 'a report: its directory or its results.json')
    .argument('<b>', 'the one to compare it with')
    .description('Show what differs between two reports')
    .addHelpText('after', '\nExamples:\n  $ whereabouts compare diff before after')
    .action(async (a: string, b: string) => {
      const { runDiff } = await import('./run-diff.js');
      process.stdout.write(`${await runDiff(a, b, process.stdout)}\n`);
    });
}
