/** The Vega bundle, loaded when the first Vega figure comes. */
export { Error as LOG_ERRORS, parse, View } from "vega"
export { expressionInterpreter } from "vega-interpreter"
export { compile } from "vega-lite"
