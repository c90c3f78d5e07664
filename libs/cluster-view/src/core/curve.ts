import type { Anchor, Layout, Point } from './layout.js';

/** A cubic Bézier curve: start, two control points, end. */
export type Curve = readonly [Point, Point, Point, Point];

const rank = { registry: 0, service: 1, consumer: 2 };

/** The curve between two nodes; undefined if the picture lacks one of them. */
export function curveBetween(layout: Layout, from: string, to: string): Curve | undefined {
  const [start, end] = [layout.anchors.get(from), layout.anchors.get(to)];
  if (!start || !end) return undefined;
  if (rank[start.row] === rank[end.row]) return beside(start, end);
  return rank[start.row] > rank[end.row]
    ? upwards(start, end, layout)
    : reversed(upwards(end, start, layout));
}

const reversed = ([a, b, c, d]: Curve): Curve => [d, c, b, a];

/** Curve from a lower row to a higher one; past the services it swings around their left side. */
function upwards(low: Anchor, high: Anchor, { services }: Layout): Curve {
  const isPast = rank[low.row] - rank[high.row] === 2 && services.length > 0;
  const start = { x: isPast ? low.left + 18 : low.x, y: low.top };
  const end = { x: isPast ? high.left + 18 : high.x, y: high.bottom };
  if (!isPast) return upright(start, end);
  const rise = start.y - end.y;
  const outermost = Math.max(Math.min(...services.map(({ box }) => box.x)) - 22, 6);
  // A curve reaches three quarters of the way to its control points.
  const side = (Math.min(outermost, start.x, end.x) - (start.x + end.x) / 8) / 0.75;
  return [start, { x: side, y: start.y - rise * 0.12 }, { x: side, y: end.y + rise * 0.12 }, end];
}

/** Curve between two nodes of one row, as an arc below both; where the row wraps, straight. */
function beside(from: Anchor, to: Anchor): Curve {
  if (from.bottom < to.top) return upright({ x: from.x, y: from.bottom }, { x: to.x, y: to.top });
  if (to.bottom < from.top) return upright({ x: from.x, y: from.top }, { x: to.x, y: to.bottom });
  const dip = Math.max(from.bottom, to.bottom) + 30;
  const shift = from.x < to.x ? 30 : -30;
  const start = { x: from.x + shift, y: from.bottom };
  const end = { x: to.x - shift, y: to.bottom };
  return [start, { x: start.x, y: dip }, { x: end.x, y: dip }, end];
}

function upright(start: Point, end: Point): Curve {
  const bend = (end.y - start.y) / 2;
  return [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end];
}

export function pointOn([a, b, c, d]: Curve, t: number): Point {
  const [u0, u1, u2, u3] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
  return {
    x: u0 * a.x + u1 * b.x + u2 * c.x + u3 * d.x,
    y: u0 * a.y + u1 * b.y + u2 * c.y + u3 * d.y,
  };
}

export const pathOf = ([a, b, c, d]: Curve) => `M${at(a)}C${at(b)} ${at(c)} ${at(d)}`;

const at = ({ x, y }: Point) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
