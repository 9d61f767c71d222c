import type { MotifFormat } from "../../../src/motif/formats/detect.ts";

/** The same two motifs, tata (TAW) and box (GATC…), as each format would hold them; made up for these tests. */
export const EXAMPLES: Readonly<Record<MotifFormat, string>> = {
  MEME: `MEME version 4
ALPHABET= ACGT
strands: + -
Background letter frequencies
A 0.3 C 0.2 G 0.2 T 0.3
MOTIF TB1 tata
letter-probability matrix: alength= 4 w= 3 nsites= 10 E= 1e-3
 0.000000 0.100000 0.000000 0.900000
 1.000000 0.000000 0.000000 0.000000
 0.500000 0.000000 0.000000 0.500000
URL http://example.org/TB1
MOTIF TB2 box
letter-probability matrix: alength= 4 w= 2 nsites= 4 E= 0
 0.250000 0.250000 0.250000 0.250000
 0.000000 0.000000 1.000000 0.000000
`,
  JASPAR: `>TB1\ttata
A  [ 0 10  5 ]
C  [ 1  0  0 ]
G  [ 0  0  0 ]
T  [ 9  0  5 ]
>TB2\tbox
1 0
1 0
1 4
1 0
`,
  TRANSFAC: `VV  made up
XX
//
AC  TB1
XX
ID  tata
BF
P0      A      C      G      T
01      0      1      0      9      T
02     10      0      0      0      A
03      5      0      0      5      W
XX
//
AC  TB2
NA  box
PO\tT\tG\tC\tA
00\t1\t1\t1\t1
01\t0\t4\t0\t0
`,
  HOMER: `>TAW\tTB1 tata\t5.25\t-120.5\t0\tT:90.0(45.00%),B:12.0(6.00%),P:1e-40
0.0\t0.1\t0.0\t0.9
1\t0\t0\t0
0.5\t0\t0\t0.5
>\tTB2 box\t1
0.25\t0.25\t0.25\t0.25
0\t0\t1\t0
`,
  ENCODE: `# motifs
>TB1 tata
T 0.000000 0.100000 0.000000 0.900000
A 1.000000 0.000000 0.000000 0.000000
W 0.500000 0.000000 0.000000 0.500000
>TB2 box
N 0.250000 0.250000 0.250000 0.250000
G 0.000000 0.000000 1.000000 0.000000
`,
  "Cluster-Buster": `>TB1 tata
# WEIGHT: 2.5
# GAP: 10.0
 0  1  0  9
10  0  0  0
 5  0  0  5
>TB2 box
1 1 1 1
0 0 4 0
`,
  UniPROBE: `Protein: TB1\tSeed k-mer: TATAAT\tEnrichment Score: 0.49
A:\t0.0\t1.0\t0.5
C:\t0.1\t0.0\t0.0
G:\t0.0\t0.0\t0.0
T:\t0.9\t0.0\t0.5

TB2
A:\t0.25\t0
C:\t0.25\t0
G:\t0.25\t1
T:\t0.25\t0
`,
  "JASPAR sites": `>TB1\ttata\t1
acTAAgt
>TB1\ttata\t2
TATacgt
>TB2\tbox\t1
aAG
>TB2\tbox\t2
CG
`,
  XMS: `<?xml version="1.0"?>
<motifset><!-- <motif> -->
<motif><name>TB1</name><weightmatrix alphabet="DNA" columns="3">
<column pos="0"><weight symbol="thymine">0.9</weight><weight symbol="guanine">0</weight>
<weight symbol="cytosine">0.1</weight><weight symbol="adenine">0</weight></column>
<column pos="1"><weight symbol="adenine">1</weight><weight symbol="cytosine">0</weight>
<weight symbol="guanine">0</weight><weight symbol="thymine">0</weight></column>
<column pos="2"><weight symbol="adenine">0.5</weight><weight symbol="cytosine">0</weight>
<weight symbol="guanine">0</weight><weight symbol="thymine">0.5</weight></column>
</weightmatrix></motif>
<motif><name>TB2</name><weightmatrix>
<column><weight symbol="adenine">1</weight><weight symbol="cytosine">1</weight>
<weight symbol="guanine">1</weight><weight symbol="thymine">1</weight></column>
<column><weight symbol="adenine">0</weight><weight symbol="cytosine">0</weight>
<weight symbol="guanine">4</weight><weight symbol="thymine">0</weight></column>
</weightmatrix></motif></motifset>
`,
  "plain counts": `TB1 tata
A |  0 10  5
C |  1  0  0
G |  0  0  0
T |  9  0  5

TB2 box
Pos A C G T
1   1 1 1 1
2   0 0 4 0
`,
  "consensus words": `TB1 TAW
TB2 NG
`,
};
