declare module "*.woff2" {
  const dataUrl: string
  export default dataUrl
}

declare module "plotly.js-cartesian-dist-min" {
  const plotly: import("./plotly-types.ts").PlotlyLibrary
  export default plotly
}
