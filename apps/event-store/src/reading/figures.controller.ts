import { Controller, Inject } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  reply,
  type Reply,
  timestampSchema,
  versionSchema,
} from '@platform/http';
import type { MessageTransport } from '@platform/messaging';
import { z } from 'zod';

import { ArchiveFigures } from '../archive/archive-figures.js';
import { TRANSPORT } from '../event-store.tokens.js';
import { Reconciliation } from '../gaps/reconciliation.js';
import { rangeSchema } from './streams.controller.js';

const MOST_GAPS = 100;

const positionsEndpoint = {
  method: 'GET',
  path: '/positions',
  tag: 'figures',
  summary: 'How far each partition is archived',
  responses: {
    200: {
      description: 'By module and partition; a lane without an offset holds what owners were asked for',
      schema: z
        .object({
          items: z.array(
            z.object({
              module: z.string(),
              lane: z.string().describe('The topic and its partition'),
              nextOffset: z.int().nullable().describe('Everything of the partition before it is archived'),
              behind: z.int().optional().describe('Messages that are not; left out while the broker is away'),
              events: z.int(),
              duplicates: z.int(),
              lastEvent: z
                .object({
                  id: z.string(),
                  streamId: z.string(),
                  version: versionSchema,
                  type: z.string(),
                  recordedAt: timestampSchema,
                })
                .nullable(),
              archivedAt: timestampSchema,
            }),
          ),
        })
        .meta({ id: 'ArchivePositions' }),
    },
  },
} as const satisfies EndpointSpec;

const statisticsEndpoint = {
  method: 'GET',
  path: '/statistics',
  tag: 'figures',
  summary: 'What the archive holds and what it lacks',
  responses: {
    200: {
      description: 'Figures of the whole archive',
      schema: z
        .object({
          events: z.int(),
          streams: z.int(),
          modules: z.array(
            z.object({
              module: z.string(),
              events: z.int(),
              streams: z.int(),
              types: z.array(z.object({ type: z.string(), events: z.int() })),
            }),
          ),
          streamsWithGaps: z.int(),
          missingEvents: z.int(),
          conflicts: z.int().describe('Events of a version that another event has'),
          refused: z.int().describe('Messages that cannot be kept as events'),
          setBack: z
            .array(z.object({ module: z.string(), streams: z.int(), streamId: z.string() }))
            .describe(
              'Modules whose log ends before what is archived of it, with the number of such streams and one of them',
            ),
          lost: z
            .array(z.object({ module: z.string(), streams: z.int(), streamId: z.string() }))
            .describe(
              'Modules with streams whose ends were never archived and their owner has dropped, with the number of such streams ' +
                'and one of them',
            ),
          gaps: z
            .array(
              z.object({
                module: z.string(),
                streamId: z.string(),
                missing: z.array(rangeSchema),
                since: timestampSchema,
                asks: z.int().describe('How often its owner was asked'),
                lastAnswer: z.string().nullable(),
              }),
            )
            .describe(`The oldest ${MOST_GAPS} streams with gaps`),
        })
        .meta({ id: 'ArchiveStatistics' }),
    },
  },
} as const satisfies EndpointSpec;

@Controller()
export class FiguresController {
  constructor(
    private readonly figures: ArchiveFigures,
    private readonly reconciliation: Reconciliation,
    @Inject(TRANSPORT) private readonly transport: MessageTransport,
  ) {}

  @Endpoint(positionsEndpoint)
  async positions(): Promise<Reply> {
    const [positions, lag] = await Promise.all([
      this.figures.positions(),
      this.transport.lag?.().catch(() => undefined),
    ]);
    const behind = new Map(lag?.map((each) => [`${each.topic}/${each.partition}`, each.messages]));
    return reply(200, {
      items: positions.map(({ archivedAt, lastEvent, ...position }) => ({
        ...position,
        archivedAt: archivedAt.toISOString(),
        lastEvent: lastEvent && { ...lastEvent, recordedAt: new Date(lastEvent.recordedAt).toISOString() },
        ...(behind.has(position.lane) && { behind: behind.get(position.lane) }),
      })),
    });
  }

  @Endpoint(statisticsEndpoint)
  async statistics(): Promise<Reply> {
    const [modules, trouble, gaps] = await Promise.all([
      this.figures.modules(),
      this.figures.trouble(),
      this.figures.gaps(MOST_GAPS),
    ]);
    const sum = (count: 'events' | 'streams') => modules.reduce((total, each) => total + each[count], 0);
    return reply(200, {
      ...{ events: sum('events'), streams: sum('streams'), modules, ...trouble },
      setBack: [...this.reconciliation.setBack()],
      lost: [...this.reconciliation.lost()],
      gaps: gaps.map(({ since, ...gap }) => ({ ...gap, since: since.toISOString() })),
    });
  }
}
