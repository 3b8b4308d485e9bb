import { z } from "zod"

// Zod tries out eval before compiling its parsers; the page's policy refuses it, and the console would say so.
z.config({ jitless: true })
