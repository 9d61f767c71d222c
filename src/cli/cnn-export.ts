import { onnxModel } from "../cnn/onnx.ts";
import { usageError } from "../errors.ts";
import { modelAndRest } from "./cnn-model-file.ts";
import { defineCommand } from "./command.ts";

export const command = defineCommand({
  summary: "A model as an ONNX file, for other programs.",
  args: "<model>",
  examples: [
    ["tatabox cnn export model.json -o model.onnx", "for ONNX Runtime, in Python, on the web, in C++"],
    ["tatabox cnn export model.json | sha256sum", "the same model gives the same bytes"],
  ],
  about:
    "Input: sequence, float [records, 4, length], one-hot rows A, C, G, T, an unknown base 0.25 of each, 0 behind the end of a " +
    "shorter sequence. Output: logits [records, classes] (of a measured value: the value), and probabilities by sigmoid or " +
    "softmax. A model of both strands turns the sequence itself and gives the larger logit, as tatabox cnn predict does; a " +
    "shorter sequence is turned with its padding, so that its edges may count a little otherwise. Layers, class names and the " +
    "threshold are in the metadata. Opset 13.",
  formats: ["onnx"],
  pipeFormat: "onnx",
  options: {},
  async run({ args, out }) {
    const { model, rest } = await modelAndRest(args);
    if (rest.length > 0) throw usageError(`do not know what to do with ${rest[0]}; give one model file`);
    await out.write(onnxModel(model));
  },
});
