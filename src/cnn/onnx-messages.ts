import { bytesField, integerField, joined, type Message, messageField, textField } from "./protobuf.ts";

/** Field numbers and type codes are those of onnx.proto (github.com/onnx/onnx), IR version 8. */
const IR_VERSION = 8;
/** Every operator in use has its present form from this version of the operator set on, and runs unchanged up to 17. */
const OPERATOR_SET = 13;
const [FLOAT, INT64] = [1, 7];
const [ATTRIBUTE_INT, ATTRIBUTE_INTS] = [2, 7];

/** One operator: what it reads, the one value that it makes, its settings (whole numbers, or lists of them). */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** Numbers that are part of the file: single-precision ones, or whole ones (`bigint`). */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number> | readonly bigint[];
}

/** A value that goes in or comes out; an axis that is a word may have any length. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

export interface OnnxModel {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file (a ModelProto). */
export function onnxBytes(model: OnnxModel): Uint8Array {
  const graph = [
    ...model.nodes.map((node) => messageField(1, nodeMessage(node))),
    textField(2, model.name),
    ...model.tensors.map((tensor) => messageField(5, tensorMessage(tensor))),
    ...model.inputs.map((value) => messageField(11, valueMessage(value))),
    ...model.outputs.map((value) => messageField(12, valueMessage(value))),
  ];
  return joined(
    integerField(1, IR_VERSION),
    textField(2, "tatabox"),
    textField(3, model.version),
    textField(6, model.description),
    messageField(7, ...graph),
    messageField(8, textField(1, ""), integerField(2, OPERATOR_SET)),
    ...Object.entries(model.metadata).map(([key, text]) => messageField(14, textField(1, key), textField(2, text))),
  );
}

function nodeMessage({ operator, inputs, output, attributes = {} }: OnnxNode): Message {
  return [
    ...inputs.flatMap((name) => textField(1, name)),
    ...textField(2, output),
    ...textField(3, output),
    ...textField(4, operator),
    ...Object.entries(attributes).flatMap(([name, value]) => messageField(5, attributeMessage(name, value))),
  ];
}

function attributeMessage(name: string, value: number | readonly number[]): Message {
  const isOne = typeof value === "number";
  const numbers = isOne ? integerField(3, value) : value.flatMap((x) => integerField(8, x));
  return [...textField(1, name), ...numbers, ...integerField(20, isOne ? ATTRIBUTE_INT : ATTRIBUTE_INTS)];
}

function tensorMessage({ name, shape, values }: OnnxTensor): Message {
  const isWhole = typeof values[0] === "bigint";
  const data = new DataView(new ArrayBuffer(values.length * (isWhole ? 8 : 4)));
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "bigint") data.setBigInt64(8 * i, value, true);
    else data.setFloat32(4 * i, value, true);
  }
  return [
    ...shape.flatMap((size) => integerField(1, size)),
    ...integerField(2, isWhole ? INT64 : FLOAT),
    ...textField(8, name),
    ...bytesField(9, new Uint8Array(data.buffer)),
  ];
}

function valueMessage({ name, shape, description }: OnnxValue): Message {
  const axes = shape.map((size) =>
    messageField(1, typeof size === "number" ? integerField(1, size) : textField(2, size)),
  );
  const tensor = messageField(1, integerField(1, FLOAT), messageField(2, ...axes));
  return [...textField(1, name), ...messageField(2, tensor), ...textField(3, description)];
}
