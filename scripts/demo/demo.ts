import type { Filter } from "../../lib/domain/filter.ts"

/** `of`: the slug of the transform whose output it reads; without one it reads the dataset. */
type DemoCard = { slug: string; name: string; columns: string[]; of?: string }
/** Reads the dashboard's dataset by an alias; its code is `transforms/<folder>/<slug>.py`. */
export type DemoTransform = { slug: string; name: string; description: string; alias: string }
type Tile =
  | { text: string; x: number; y: number; w: number; h: number }
  | { card: string; x: number; y: number; w: number; h: number; title?: string }

export type DemoDashboard = {
  name: string
  description: string
  dataset: { name: string; description: string; file: string }
  /** Folder below cards/ and transforms/; each card's code is `<slug>.py` there. */
  folder: string
  transforms: DemoTransform[]
  cards: DemoCard[]
  filters: Filter[]
  tiles: Tile[]
}

const weather: DemoDashboard = {
  name: "Seattle weather",
  description: "Four years of days in a city known for its rain.",
  dataset: {
    name: "Seattle weather",
    description:
      "Daily observations, 2012 to 2015: precipitation in mm, temperatures in °C, wind in m/s. Source: NOAA, by way of vega-datasets.",
    file: "seattle-weather.csv",
  },
  folder: "weather",
  transforms: [
    {
      slug: "by-month",
      name: "Seattle weather by month",
      description: "The days of each month summed up, made anew whenever new days are imported.",
      alias: "days",
    },
  ],
  cards: [
    { slug: "average-high", name: "Average high", columns: ["date", "temp_max"] },
    { slug: "rainfall", name: "Precipitation a year", columns: ["date", "precipitation"] },
    { slug: "dry-days", name: "Days without rain", columns: ["date", "precipitation"] },
    { slug: "wettest-day", name: "Wettest day", columns: ["date", "precipitation"] },
    { slug: "temperature", name: "Temperature", columns: ["date", "temp_min", "temp_max"] },
    { slug: "weather-mix", name: "Weather through the year", columns: ["date", "weather"] },
    { slug: "rain-by-month", name: "Precipitation by month", columns: ["date", "precipitation"] },
    { slug: "year-in-days", name: "Every day", columns: ["date", "weather", "temp_max"] },
    { slug: "hottest-days", name: "Hottest days", columns: ["date", "temp_max", "temp_min", "wind", "weather"] },
    { slug: "wind", name: "Wind", columns: ["wind"] },
    {
      slug: "warm-and-dry",
      name: "Warm months are dry ones",
      columns: ["date", "high", "precipitation", "dry_days"],
      of: "by-month",
    },
  ],
  filters: [
    { id: "weather", type: "category", label: "Weather", column: "weather", multi: true },
    { id: "date", type: "date_range", label: "Date", column: "date" },
    { id: "high", type: "number_range", label: "High, °C", column: "temp_max" },
  ],
  tiles: [
    { card: "average-high", x: 0, y: 0, w: 3, h: 3 },
    { card: "rainfall", x: 3, y: 0, w: 3, h: 3 },
    { card: "dry-days", x: 6, y: 0, w: 3, h: 3 },
    { card: "wettest-day", x: 9, y: 0, w: 3, h: 3 },
    { card: "temperature", x: 0, y: 3, w: 8, h: 6 },
    { card: "weather-mix", x: 8, y: 3, w: 4, h: 6 },
    { card: "year-in-days", x: 0, y: 9, w: 8, h: 4 },
    { card: "wind", x: 8, y: 9, w: 4, h: 4 },
    { card: "rain-by-month", x: 0, y: 13, w: 7, h: 6 },
    { card: "hottest-days", x: 7, y: 13, w: 5, h: 6 },
    { card: "warm-and-dry", x: 0, y: 19, w: 12, h: 6 },
    {
      text: "Observations by [NOAA](https://www.ncei.noaa.gov/), in the public domain. Each tile is a short Python function: open a tile's menu and choose *Edit card* to read it.",
      x: 0,
      y: 25,
      w: 12,
      h: 1,
    },
  ],
}

const strikes: DemoDashboard = {
  name: "Wildlife strikes",
  description: "When aircraft meet birds, bats and deer: reports to the FAA, 1990 to 2002.",
  dataset: {
    name: "Wildlife strikes",
    description:
      "10,000 reports of aircraft striking wildlife. Source: the FAA's Wildlife Strike Database, by way of vega-datasets.",
    file: "birdstrikes.csv",
  },
  folder: "strikes",
  transforms: [],
  cards: [
    { slug: "strikes", name: "Strikes", columns: ["Flight Date"] },
    { slug: "damage-share", name: "Share with damage", columns: ["Flight Date", "Effect Amount of damage"] },
    { slug: "repair-cost", name: "Cost", columns: ["Flight Date", "Cost Total $"] },
    {
      slug: "summary",
      name: "In words",
      columns: [
        "Airport Name",
        "Time of day",
        "Cost Total $",
        "Flight Date",
        "Wildlife Species",
        "Aircraft Make Model",
      ],
    },
    { slug: "by-month", name: "Strikes a month, by size of the animal", columns: ["Flight Date", "Wildlife Size"] },
    { slug: "top-species", name: "Species struck most", columns: ["Wildlife Species"] },
    { slug: "when-and-where", name: "Phase of flight and time of day", columns: ["Time of day", "Phase of flight"] },
    {
      slug: "cost-by-species",
      name: "How often, and how dear",
      columns: ["Flight Date", "Wildlife Species", "Wildlife Size", "Cost Total $"],
    },
    { slug: "speed-by-phase", name: "Speed when struck", columns: ["Phase of flight", "Speed IAS in knots"] },
    {
      slug: "costliest",
      name: "Costliest strikes",
      columns: [
        "Flight Date",
        "Airport Name",
        "Aircraft Make Model",
        "Wildlife Species",
        "Phase of flight",
        "Cost Total $",
      ],
    },
  ],
  filters: [
    { id: "state", type: "category", label: "State", column: "Origin State", multi: true },
    { id: "species", type: "category", label: "Species", column: "Wildlife Species", multi: true },
    { id: "phase", type: "category", label: "Phase of flight", column: "Phase of flight", multi: true },
    { id: "date", type: "date_range", label: "Flight date", column: "Flight Date" },
    { id: "aircraft", type: "text", label: "Aircraft", column: "Aircraft Make Model" },
  ],
  tiles: [
    { card: "strikes", x: 0, y: 0, w: 3, h: 3 },
    { card: "damage-share", x: 3, y: 0, w: 3, h: 3 },
    { card: "repair-cost", x: 6, y: 0, w: 3, h: 3 },
    { card: "summary", x: 9, y: 0, w: 3, h: 4 },
    { card: "by-month", x: 0, y: 3, w: 9, h: 6 },
    { card: "speed-by-phase", x: 9, y: 4, w: 3, h: 5 },
    { card: "top-species", x: 0, y: 9, w: 4, h: 6 },
    { card: "when-and-where", x: 4, y: 9, w: 4, h: 6 },
    { card: "cost-by-species", x: 8, y: 9, w: 4, h: 6 },
    { card: "costliest", x: 0, y: 15, w: 12, h: 6 },
  ],
}

export const DEMO: readonly DemoDashboard[] = [weather, strikes]
