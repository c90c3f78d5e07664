import type { PreservationNumbers } from './cluster.js';

export interface GaugeGeometry {
  /** Parts of the half circle, from 0 to 1. */
  readonly received: number;
  readonly threshold: number;
  readonly path: (from: number, to: number) => string;
  readonly at: (part: number, radius: number) => { readonly x: number; readonly y: number };
}

/** Geometry of a half circle of the radius given around (0, 0), open at the bottom. */
export function gaugeGeometry(numbers: PreservationNumbers, radius: number): GaugeGeometry {
  const full = Math.max(numbers.expected, numbers.received, numbers.threshold, 1) * 1.1;
  const at = (part: number, r: number) => {
    const angle = Math.PI * (1 - part);
    return { x: round(r * Math.cos(angle)), y: round(-r * Math.sin(angle)) };
  };
  const path = (from: number, to: number) => {
    const [start, end] = [at(from, radius), at(to, radius)];
    return `M${start.x} ${start.y}A${radius} ${radius} 0 0 1 ${end.x} ${end.y}`;
  };
  return { received: numbers.received / full, threshold: numbers.threshold / full, path, at };
}

const round = (number: number) => Math.round(number * 100) / 100;
