/** Flags of the broker's Java: small and quick to start rather than fast under a load that no development machine has. */
export const javaFlags: readonly string[] = [
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
];

/**
 * Settings of every embedded broker, written anew at each start so that a data directory made by an older version of
 * whereabouts gets them too.
 *
 * What a crash loses: nothing that was acknowledged when the broker alone dies, as the operating system has it by then and
 * writes it out. A power cut may lose the last seconds, as with every broker that does not wait for the disk; Kafka relies on
 * replicas there and this is one node. Waiting for the disk at each append (`log.flush.interval.messages=1`) is one
 * setting away, see docs/adr/0009.
 */
export const brokerSettings: Readonly<Record<string, string>> = {
  'node.id': '1',
  'process.roles': 'broker,controller',
  'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'CLIENT',
  'controller.listener.names': 'CONTROLLER',
  // Topics are made with the number of partitions the profile says; a mistyped name must not make another one.
  'auto.create.topics.enable': 'false',
  // One node: what Kafka keeps for itself can have no replica.
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  // Consumers of a deployment come one after another anyway: waiting for more of them would only be waiting.
  'group.initial.rebalance.delay.ms': '0',
  // A broker that was killed is taken back only when its own controller has given the dead one up: 9 s by default.
  'broker.session.timeout.ms': '3000',
  'broker.heartbeat.interval.ms': '500',
  'log.retention.hours': '168',
  // Positions of a deployment that nobody started for months: forgotten, they would stop its consumers.
  'offsets.retention.minutes': '525600',
  // Segments and their indexes are laid out ahead of time; with some hundred partitions the defaults fill a disk.
  'log.segment.bytes': '67108864',
  'log.index.size.max.bytes': '1048576',
  'log.cleaner.dedupe.buffer.size': '8388608',
  'num.network.threads': '2',
  'num.io.threads': '4',
  'background.threads': '2',
};
