/** What a model's file says that it is; stands alone, so that a command can tell a model without loading the network. */
export const MODEL_FORMAT = "tatabox-cnn";
