declare module "*.woff2" {
  const dataUrl: string
  export default dataUrl
}

declare module "plotly.js-cartesian-dist-min" {
  import type { PlotlyLibrary } from "#components/frames/vendor/plotly-types.ts"

  const plotly: PlotlyLibrary
  export default plotly
}
