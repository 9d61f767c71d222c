/** The fast engine's inner loops (AssemblyScript), in single precision. The caller lays out the memory. */
export { drainTables, fillTables, firstBackward, firstForward } from "./first-layer";
export { adam, decayWeights, dropOut, maskGradients, rectify } from "./elements";
export { convolutionBackward, poolAverage, poolAverageBackward, poolMax } from "./maps";
export { addRows, multiply, transpose } from "./matrix";
