import { bareCases } from './bare.mjs';
import { instantCases, wireCases } from './wires.mjs';

/** All cases that are measured. */
export const casesFor = (ports) => [...bareCases(), ...instantCases(), ...wireCases(ports)];
