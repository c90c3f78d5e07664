import type { Cluster, ServiceNode } from './cluster.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
export interface PlacedService {
  readonly service: ServiceNode;
  readonly box: Box;
  /** Places of the instances; empty in the reduced picture. */
  readonly places: readonly Point[];
}
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly isReduced: boolean;
  readonly registries: readonly Box[];
  readonly services: readonly PlacedService[];
  readonly consumers: readonly Box[];
  /** Services that have no tile in the reduced picture. */
  readonly hidden: number;
  readonly hiddenBox?: Box;
  /** Anchors: where the links and messages of a node begin and end, by its id. */
  readonly anchors: ReadonlyMap<string, Anchor>;
}
export interface Anchor extends Point {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly row: 'registry' | 'service' | 'consumer';
}

/** Number of instances above which services are drawn as groups. */
export const detailedInstances = 60;
const maxTiles = 24;

const margin = 20;
const gap = 20;
const registry = { width: 236, height: 66 };
const consumer = { width: 256, height: 76 };
const tile = { width: 200, height: 86 };
const cell = { width: 84, height: 92 };
const head = 40;
const band = 76;

export const instanceCount = ({ services }: Cluster) =>
  services.reduce((sum, { counts }) => sum + totalOf(counts), 0);

const totalOf = (counts: ServiceNode['counts']) => Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Places every node of a cluster in a picture of the width given. */
export function layOut(cluster: Cluster, width: number): Layout {
  const inner = Math.max(width - 2 * margin, 240);
  const isReduced = instanceCount(cluster) > detailedInstances;
  const registries = flow(
    cluster.registries.map(() => registrySize(cluster.registries.length, inner)),
    inner,
    margin,
  );
  const servicesTop = (bottomOf(registries) ?? margin) + band;
  const shown = isReduced ? tiles(cluster) : cluster.services;
  const hidden = cluster.services.length - shown.length;
  const sizes = shown.map((service) => (isReduced ? fitting(tile, inner) : cardSize(service, inner)));
  const boxes = flow(hidden > 0 ? [...sizes, fitting(tile, inner)] : sizes, inner, servicesTop);
  const services = shown.map((service, index) => ({
    service,
    box: boxes[index]!,
    places: isReduced ? [] : placesIn(boxes[index]!, service.instances.length),
  }));
  const consumersTop = (bottomOf(boxes) ?? servicesTop - band) + band;
  const consumers = flow(
    cluster.consumers.map(() => fitting(consumer, inner)),
    inner,
    consumersTop,
  );
  const height = (bottomOf(consumers) ?? bottomOf(boxes) ?? bottomOf(registries) ?? 0) + margin;
  return {
    width: Math.max(width, inner + 2 * margin),
    height,
    isReduced,
    registries,
    services,
    consumers,
    hidden,
    ...(hidden > 0 && { hiddenBox: boxes.at(-1)! }),
    anchors: anchorsOf(cluster, { registries, services, consumers }),
  };
}

/**
 * Services that consumers call, and the largest ones, in the order of the cluster, so that no tile
 * moves when a status changes.
 */
function tiles({ services, links }: Cluster): readonly ServiceNode[] {
  if (services.length <= maxTiles) return services;
  const called = new Set(links.flatMap(({ kind, to }) => (kind === 'calls' ? to : [])));
  const weight = ({ id, counts }: ServiceNode) => (called.has(id) ? Infinity : totalOf(counts));
  const byWeight = [...services].sort((a, b) => (weight(a) === weight(b) ? 0 : weight(b) - weight(a)));
  const kept = new Set(byWeight.slice(0, maxTiles - 1));
  return services.filter((service) => kept.has(service));
}

type Size = Pick<Box, 'width' | 'height'>;

const fitting = ({ width, height }: Size, inner: number): Size => ({ width: Math.min(width, inner), height });

/** Registries share one row as long as their names can be read. */
const registrySize = (count: number, inner: number): Size => {
  const share = (inner - gap * (count - 1)) / count;
  return { width: Math.min(Math.max(share, 140), registry.width, inner), height: registry.height };
};

const columnsIn = (width: number) => Math.max(Math.floor((width - 16) / cell.width), 1);

function cardSize({ instances }: ServiceNode, inner: number): Size {
  const columns = Math.min(Math.max(instances.length, 2), columnsIn(inner), 8);
  const rows = Math.max(Math.ceil(instances.length / columns), 1);
  return {
    width: Math.max(columns * cell.width + 16, Math.min(184, inner)),
    height: head + rows * cell.height,
  };
}

function placesIn({ x, y, width }: Box, count: number): readonly Point[] {
  const columns = columnsIn(width);
  return Array.from({ length: count }, (_, index) => {
    const inRow = Math.min(count, columns);
    const left = x + (width - inRow * cell.width) / 2;
    return {
      x: left + (index % columns) * cell.width + cell.width / 2,
      y: y + head + Math.floor(index / columns) * cell.height + 30,
    };
  });
}

/** Boxes in centred rows. */
function flow(sizes: readonly Size[], inner: number, top: number): readonly Box[] {
  const rows: Size[][] = [];
  let used = 0;
  for (const size of sizes) {
    const row = rows.at(-1);
    if (row && used + gap + size.width <= inner) {
      row.push(size);
      used += gap + size.width;
    } else {
      rows.push([size]);
      used = size.width;
    }
  }
  let y = top;
  return rows.flatMap((row) => {
    const total = row.reduce((sum, { width }) => sum + width, 0) + gap * (row.length - 1);
    let x = margin + (inner - total) / 2;
    const placed = row.map((size) => {
      const box = { ...size, x, y };
      x += size.width + gap;
      return box;
    });
    y += Math.max(...row.map(({ height }) => height)) + gap;
    return placed;
  });
}

const bottomOf = (boxes: readonly Box[]) =>
  boxes.length === 0 ? undefined : Math.max(...boxes.map(({ y, height }) => y + height));

function anchorsOf(
  cluster: Cluster,
  { registries, services, consumers }: Pick<Layout, 'registries' | 'services' | 'consumers'>,
): ReadonlyMap<string, Anchor> {
  const anchors = new Map<string, Anchor>();
  const ofBox = ({ x, y, width, height }: Box, row: Anchor['row']): Anchor => ({
    x: x + width / 2,
    y: y + height / 2,
    left: x,
    top: y,
    bottom: y + height,
    row,
  });
  cluster.registries.forEach(({ id }, index) => anchors.set(id, ofBox(registries[index]!, 'registry')));
  for (const { service, box, places } of services) {
    const card = ofBox(box, 'service');
    anchors.set(service.id, card);
    service.instances.forEach(({ id }, index) => {
      const place = places[index];
      anchors.set(
        id,
        place
          ? { ...place, left: place.x - 24, top: place.y - 24, bottom: place.y + 58, row: 'service' }
          : card,
      );
    });
  }
  cluster.consumers.forEach(({ id, instance }, index) => {
    const anchor = ofBox(consumers[index]!, 'consumer');
    anchors.set(id, anchor);
    if (instance) anchors.set(instance.id, anchor);
  });
  return anchors;
}
