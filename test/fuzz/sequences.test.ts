import { describeReaders } from "./fuzz.ts";
import { SEQUENCE_READERS } from "./sequence-readers.ts";

describeReaders("sequences and their indexes", SEQUENCE_READERS);
