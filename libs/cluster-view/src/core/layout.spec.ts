import type { Cluster } from './cluster.js';
import { curveBetween, pathOf, pointOn } from './curve.js';
import { layOut, type Box } from './layout.js';

function cluster(services: number, instancesEach: number): Cluster {
  return {
    registries: ['r1', 'r2'].map((id) => ({ id, name: id, state: 'in-step' })),
    services: Array.from({ length: services }, (_, service) => ({
      id: `s${service}`,
      name: `SERVICE-${service}`,
      instances: Array.from({ length: instancesEach }, (_, index) => ({
        id: `s${service}/${index}`,
        label: `:${8000 + index}`,
        status: 'UP',
        renewedAt: 0,
        expiresAt: 90_000,
      })),
      counts: { UP: instancesEach },
    })),
    consumers: [{ id: 'c1', name: 'consumer' }],
    links: [],
  };
}

const apart = (a: Box, b: Box) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe.each([320, 400, 860, 1400])('the layout, %d pixels wide', (width) => {
  it.each([
    [0, 0],
    [1, 3],
    [5, 4],
    [1, 60],
    [200, 50],
  ])('of %d services with %d instances overlaps nothing and stays inside', (services, each) => {
    const layout = layOut(cluster(services, each), width);
    const boxes = [...layout.registries, ...layout.services.map(({ box }) => box), ...layout.consumers];
    if (layout.hiddenBox) boxes.push(layout.hiddenBox);
    boxes.forEach((box, index) => {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
      for (const other of boxes.slice(index + 1)) expect(apart(box, other)).toBe(true);
    });
    for (const { box, places } of layout.services)
      for (const { x, y } of places) {
        expect(x - 24).toBeGreaterThanOrEqual(box.x);
        expect(x + 24).toBeLessThanOrEqual(box.x + box.width);
        expect(y + 44).toBeLessThanOrEqual(box.y + box.height);
      }
  });
});

describe('the reduced picture', () => {
  it('begins above 60 instances', () => {
    expect(layOut(cluster(1, 60), 860).isReduced).toBe(false);
    expect(layOut(cluster(1, 61), 860).isReduced).toBe(true);
  });

  it('has at most 24 tiles, and says how many services have none', () => {
    const layout = layOut(cluster(200, 50), 860);
    expect([layout.services.length, layout.hidden]).toEqual([23, 177]);
    expect(layout.services.every(({ places }) => places.length === 0)).toBe(true);
  });

  it('keeps the services that a consumer calls', () => {
    const large = cluster(200, 50);
    const links = [{ from: 'c1', to: 's177', kind: 'calls', state: 'ok' }] as const;
    const { services } = layOut({ ...large, links }, 860);
    expect(services.map(({ service }) => service.id)).toContain('s177');
    expect(services).toHaveLength(23);
  });

  it('sends the messages of an instance from the tile of its service', () => {
    const layout = layOut(cluster(2, 50), 860);
    expect(layout.anchors.get('s1/7')).toEqual(layout.anchors.get('s1'));
  });
});

describe('a curve', () => {
  const layout = layOut(cluster(1, 3), 860);

  it('leads from the first node to the second', () => {
    const curve = curveBetween(layout, 's0/1', 'r1')!;
    const [from, to] = [layout.anchors.get('s0/1')!, layout.anchors.get('r1')!];
    expect(pointOn(curve, 0)).toEqual({ x: from.x, y: from.top });
    expect(pointOn(curve, 1)).toEqual({ x: to.x, y: to.bottom });
    expect(pathOf(curve)).toMatch(/^M[\d. ]+C[\d. ]+$/);
  });

  it('is the same back', () => {
    const there = curveBetween(layout, 'c1', 's0/2')!;
    expect(curveBetween(layout, 's0/2', 'c1')).toEqual([...there].reverse());
  });

  it('is missing if a node is', () => expect(curveBetween(layout, 'c1', 'nobody')).toBeUndefined());
});
