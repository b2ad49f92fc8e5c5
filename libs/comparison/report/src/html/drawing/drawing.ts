import type { ProfileFacts } from '@comparison/protocol';
import { countText, listText } from '../../figures/number-text.js';
import { html, type Html } from '../html.js';
import { type Box, type Cylinder, layoutOf, middle, type ModuleCell, type ServiceBox } from './layout.js';

const MARGIN = 2;

/** Where a profile's data lives: services with modules and replicas, databases beneath them. */
export function drawing(facts: ProfileFacts): Html {
  const layout = layoutOf(facts);
  const box = `${-MARGIN} ${-MARGIN} ${r(layout.width + 9 + 2 * MARGIN)} ${r(layout.height + 2 * MARGIN)}`;
  const { gateway, broker, eventStore } = layout;
  return html`<svg
    class="drawing"
    viewBox="${box}"
    width="${r(layout.width + 9 + 2 * MARGIN)}"
    role="img"
    aria-label="${alternative(facts)}"
  >
    ${layout.lines.map(([x1, y1, x2, y2]) => html`<path class="line" d="M${r(x1)} ${r(y1)}C${r(x1)} ${r(y1 + 10)} ${r(x2)} ${r(y2 - 10)} ${r(x2)} ${r(y2)}" />`)}
    ${gateway && html`<g class="gateway">${rect(gateway, 3)}${label(gateway, 'gateway')}</g>`}
    ${broker && html`<g class="broker">${ticks(broker, [...layout.services, ...(eventStore ? [eventStore] : [])])}${rect(broker, 5)}${label(broker, facts.transport)}</g>`}
    ${layout.services.map(service)}
    ${eventStore && html`<g class="event-store">${rect(eventStore, 3)}${label(eventStore, 'ES')}</g>`}
    ${layout.databases.map(cylinder)}
  </svg>`;
}

function service({ modules, replicas, ...box }: ServiceBox): Html {
  const behind = Array.from({ length: Math.min(replicas - 1, 2) }, (_, index) => index + 1).toReversed();
  return html`<g class="service">
    ${behind.map((by) => rect({ ...box, x: box.x + by * 3, y: box.y - by * 3 }, 3))} ${rect(box, 3)}
    ${modules.map(moduleCell)}
    ${replicas > 1 && html`<text class="times" x="${r(box.x + box.width + 2)}" y="${r(box.y + box.height + 8)}" text-anchor="end">×${replicas}</text>`}
  </g>`;
}

function moduleCell({ name, keepsEvents, ...box }: ModuleCell): Html {
  const inner = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
  return html`<g class="${keepsEvents ? 'module events' : 'module'}"
    >${rect(inner, 1)}${label(inner, name.slice(0, 2))}</g
  >`;
}

function cylinder({ name, x, y, width, height }: Cylinder): Html {
  const [w, top, bottom] = [r(width / 2), r(y + 4), r(y + height - 4)];
  const fits = name.length * 4.4 < width - 4;
  return html`<g class="database">
    <path
      d="M${r(x)} ${top}V${bottom}a${w} 4 0 0 0 ${r(width)} 0V${top}a${w} 4 0 0 0 ${r(-width)} 0a${w} 4 0 0 0 ${r(width)} 0"
    />
    ${label({ x, y: y + 5, width, height: height - 5 }, fits ? name : name.slice(0, 2))}
  </g>`;
}

function ticks(bus: Box, boxes: readonly Box[]): Html {
  const path = boxes.map((box) => `M${r(middle(box))} ${r(bus.y + bus.height)}V${r(box.y)}`).join('');
  return html`<path class="tick" d="${path}" />`;
}

function rect({ x, y, width, height }: Box, radius: number): Html {
  return html`<rect x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}" rx="${radius}" />`;
}

function label(box: Box, text: string): Html {
  return html`<text x="${r(middle(box))}" y="${r(box.y + box.height / 2 + 2.8)}" text-anchor="middle"
    >${text}</text
  >`;
}

const r = (value: number) => Math.round(value * 10) / 10;

/** The same in words. */
export function alternative(facts: ProfileFacts): string {
  const { services, databases, eventSourced, hasGateway, hasBroker, hasEventStore, transport } = facts;
  const placed = services.map(({ name, replicas, modules }) => {
    const where = [...new Set(modules.map(({ database }) => database))];
    const count = replicas > 1 ? `${replicas} processes of ` : '';
    return `${count}${name} with ${listText(modules.map((module) => module.name))} on ${where.length === 1 ? 'database' : 'databases'} ${listText(where)}`;
  });
  return [
    `${countText(services.length, 'service')}, ${countText(databases.length, 'database')}`,
    ...placed,
    hasGateway ? 'a gateway in front' : 'no gateway',
    hasBroker ? `messages through ${transport}` : 'no broker',
    ...(hasEventStore ? ['an Event Store keeps every event once more'] : []),
    eventSourced.length > 0 ? `kept as events: ${listText(eventSourced)}` : 'all kept as rows',
  ].join('; ');
}
