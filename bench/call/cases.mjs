import { bareCases } from './bare.mjs';
import { instantCases, wireCases } from './wires.mjs';

/** All that is compared. */
export const casesFor = (ports) => [...bareCases(), ...instantCases(), ...wireCases(ports)];
