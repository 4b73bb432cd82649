/** What the workshop does, in its own words, with the prices before VAT in Danish kroner. */
export interface JobLine {
  item: string
  name: string
  description?: string
  quantity: string
  /** UN/ECE Recommendation 20: hours, pieces, litres. */
  unit: "HUR" | "C62" | "LTR"
  /** Whole kroner. */
  price: number
}

const labour = (hours: string, what: string): JobLine => ({
  item: "1000",
  name: what,
  description: "Arbejdsløn, mekaniker",
  quantity: hours,
  unit: "HUR",
  price: 695,
})
const part = (item: string, name: string, price: number, quantity = "1"): JobLine => ({
  item,
  name,
  quantity,
  unit: "C62",
  price,
})
const oil = (litres: string): JobLine => ({
  item: "2105",
  name: "Motorolie 5W-30 longlife",
  quantity: litres,
  unit: "LTR",
  price: 129,
})
const environment = part("9001", "Miljøbidrag og småmaterialer", 85)

export const jobs: readonly [JobLine[], ...JobLine[][]] = [
  [
    labour("1.5", "Lille serviceeftersyn efter fabrikkens forskrift"),
    part("2101", "Oliefilter", 118),
    oil("4.5"),
    part("2110", "Bundprop med pakning", 42),
    environment,
  ],
  [
    labour("3", "Stort serviceeftersyn med 62 kontrolpunkter"),
    part("2101", "Oliefilter", 118),
    part("2120", "Luftfilter", 214),
    part("2131", "Kabinefilter, aktivt kul", 289),
    oil("5"),
    part("2140", "Bremsevæske DOT 4, udskiftet", 245),
    environment,
  ],
  [
    labour("1.8", "Bremser for: klodser og skiver udskiftet, prøvekørt"),
    part("3110", "Bremseklodser, for (sæt)", 796),
    part("3120", "Bremseskive, for", 645, "2"),
    environment,
  ],
  [
    labour("2.2", "Bremser bag: klodser og skiver udskiftet, håndbremse justeret"),
    part("3130", "Bremseklodser, bag (sæt)", 612),
    part("3140", "Bremseskive, bag", 548, "2"),
    environment,
  ],
  [
    labour("0.8", "Skift til vinterhjul, dæktryk og bolte efterspændt"),
    part("4010", "Afbalancering af hjul", 95, "4"),
    part("4020", "Dækopbevaring, en sæson", 520),
  ],
  [labour("0.8", "Skift til sommerhjul, mønsterdybde målt"), part("4010", "Afbalancering af hjul", 95, "4")],
  [
    part("4101", "Vinterdæk 205/55 R16 91H", 874, "4"),
    part("4015", "Montering og afbalancering", 165, "4"),
    part("4090", "Bortskaffelse af gamle dæk", 25, "4"),
  ],
  [
    part("4102", "Sommerdæk 215/65 R16C varevogn", 1_095, "4"),
    part("4015", "Montering og afbalancering", 165, "4"),
    part("4090", "Bortskaffelse af gamle dæk", 25, "4"),
  ],
  [
    labour("4.5", "Tandrem og vandpumpe udskiftet, kølesystem påfyldt og udluftet"),
    part("5201", "Tandremssæt med vandpumpe", 2_485),
    part("5210", "Kølervæske G13", 96, "6"),
    environment,
  ],
  [labour("0.5", "Periodisk syn: klargøring og fremstilling"), part("6001", "Synsgebyr", 396)],
  [
    labour("1", "Fejlfinding: motorlampe lyser, fejlkoder udlæst og slettet"),
    part("5301", "Lambdasonde før katalysator", 1_264),
  ],
  [
    labour("0.7", "Klimaanlæg tømt, tæthedsprøvet og fyldt"),
    part("5401", "Kølemiddel R-1234yf (100 g)", 198, "5"),
    part("5405", "Desinfektion af fordamper", 225),
  ],
  [
    labour("0.4", "Batteri prøvet og udskiftet, hukommelse bevaret"),
    part("5501", "Startbatteri 70 Ah EFB", 1_398),
  ],
  [
    labour("3.2", "Støddæmpere for udskiftet, forvogn sporet"),
    part("3310", "Støddæmper, for", 1_142, "2"),
    part("3320", "Fjederbenslejer (sæt)", 388),
    part("3390", "Firhjulsudmåling", 895),
  ],
  [labour("2.4", "Hjulleje, højre for, udskiftet"), part("3401", "Hjullejesæt", 986), environment],
  [
    labour("6.5", "Kobling udskiftet, gearkasse af og på"),
    part("5601", "Koblingssæt med udrykkerleje", 3_148),
    part("5610", "Gearolie 75W", 168, "2"),
    environment,
  ],
  [
    labour("1.6", "Udstødning: bagpotte udskiftet"),
    part("5701", "Bagpotte", 1_086),
    part("5710", "Ophæng og pakninger", 174),
  ],
  [
    labour("2", "Rustbeskyttelse: undervogn renset og eftersmurt"),
    part("7001", "Rustbeskyttelse, olie og fedt", 1_450),
  ],
  [part("8001", "Forrude med regnsensor", 4_320), labour("2", "Forrude monteret, kamera kalibreret")],
  [
    labour("0.3", "Pærer for udskiftet, lygter justeret"),
    part("8110", "Pære H7 longlife", 119, "2"),
    part("8120", "Viskerblade, for (sæt)", 268),
  ],
]

/** What is only ever offered first. */
export const largeJobs: readonly [JobLine[], ...JobLine[][]] = [
  [
    labour("14", "Motor adskilt, toppakning udskiftet, topstykke planet"),
    part("5801", "Toppakningssæt", 2_240),
    part("5802", "Planslibning af topstykke", 2_900),
    oil("5"),
    part("5210", "Kølervæske G13", 96, "7"),
    environment,
  ],
  [
    labour("8", "Anhængertræk og elkabel monteret, kodet til bilen"),
    part("8501", "Aftageligt anhængertræk", 5_690),
    part("8510", "Elkabel 13-polet", 1_180),
  ],
  [
    labour("5", "Indretning af varerum: reoler og bund monteret"),
    part("8601", "Reolsystem, venstre side", 7_450),
    part("8610", "Skridsikker bund", 3_980),
  ],
  [
    labour("9", "Turbolader udskiftet, olierør renset"),
    part("5901", "Turbolader, renoveret", 8_950),
    oil("5"),
    environment,
  ],
]

export const technicians = ["Kasper Lund", "Nadia Hansen", "Bo Kristensen", "Mikkel Aaby"] as const
