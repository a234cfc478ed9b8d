//! What is said about folders that are wrong in one way each.

mod checks;
mod feed;
mod folder;
mod round_trip;
mod water;

use super::{Folder, check_network, load_network};
use crate::network::Network;
use std::collections::BTreeMap;

/// Two towns 92 km apart, one road, one railway, one train each way: `(name, text)`.
const ONE_LINE: [(&str, &str); 12] = [
    (
        "config.csv",
        "dataset_name,name_zh,base_date,crs,long_length,speed\none-line,一线,2026-09-11,EPSG:4326,km,km/h\n",
    ),
    ("source.csv", "source_id,title\nestimate,made up\nbook,a book\n"),
    (
        "mode.csv",
        "mode,parameter,facility_type,free_speed,value,unit,source_id,confidence,note\n\
         car,operating_speed,national,,60,km/h,estimate,estimated,\n\
         taxi,wait,,,5,min,estimate,estimated,\n",
    ),
    (
        "zone.csv",
        "zone_id,name,pinyin,super_zone,zone_type,role,x_coord,y_coord,population,source_id,confidence\n\
         xuzhou,徐州,xuzhou,,prefecture,core,117,34,1000,book,stated\n\
         suzhou,宿州,suzhou,,prefecture,core,118,34,500,book,stated\n",
    ),
    (
        "node.csv",
        "node_id,name,node_type,zone_id,x_coord,y_coord,opened,source_id,confidence\n\
         rail-xuzhou,徐州站,station,xuzhou,117,34,,book,stated\n\
         rail-suzhou,宿州站,station,suzhou,118,34,2012,book,stated\n\
         road-xuzhou,徐州,town,xuzhou,117,34,,book,stated\n\
         road-suzhou,宿州,town,suzhou,118,34,,book,stated\n",
    ),
    (
        "link.csv",
        "link_id,name,from_node_id,to_node_id,directed,length,free_speed,facility_type,allowed_uses,source_id,confidence\n\
         rail-1,徐宿铁路,rail-xuzhou,rail-suzhou,0,95,160,conventional_rail,passenger_train,book,stated\n\
         road-1,徐宿公路,road-xuzhou,road-suzhou,0,100,80,national,car;bus,book;estimate,derived\n",
    ),
    (
        "observed.csv",
        "from,to,mode,minutes,source_id,confidence\n徐州,suzhou,car,100,book,stated\n",
    ),
    ("transit/agency.txt", "agency_name,agency_timezone\n铁路,Asia/Shanghai\n"),
    (
        "transit/stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon,node_id,source_id\n\
         xz,徐州,34,117,rail-xuzhou,book\n\
         mid,符离,34,117.4,,book\n\
         sz,宿州,34,118,rail-suzhou,book\n",
    ),
    ("transit/routes.txt", "route_id,route_short_name,route_type\nline,线,2\n"),
    (
        "transit/trips.txt",
        "route_id,service_id,trip_id,trip_short_name,timing,source_id\n\
         line,daily,K1,K1,timetabled,book\n\
         line,daily,K2,K2,retimed,book\n",
    ),
    (
        "transit/stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n\
         K1,08:00:00,08:00:00,xz,1\n\
         K1,,,mid,2\n\
         K1,09:00:00,09:00:00,sz,3\n\
         K2,23:30:00,23:30:00,sz,1\n\
         K2,24:10:00,24:12:00,mid,2\n\
         K2,24:30:00,24:30:00,xz,3\n",
    ),
];

const CALENDAR: (&str, &str) = (
    "transit/calendar.txt",
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
     daily,1,1,1,1,1,1,1,20260101,20261231\n",
);

/// [`ONE_LINE`] with some texts in some files replaced.
fn one_line_with(edits: &[(&str, &str, &str)]) -> Folder {
    let mut files: BTreeMap<&str, String> = ONE_LINE
        .into_iter()
        .chain([CALENDAR])
        .map(|(name, text)| (name, text.to_owned()))
        .collect();
    for (name, from, to) in edits {
        let text = files.get_mut(name).unwrap();
        assert!(text.contains(from), "{name} has no {from:?}");
        *text = text.replacen(from, to, 1);
    }
    Folder::from_map(files)
}

/// [`ONE_LINE`] with a file more, in the place of another, or none for it.
fn one_line_and(name: &str, text: Option<&str>) -> Folder {
    let mut files: BTreeMap<&str, &str> = ONE_LINE.into_iter().chain([CALENDAR]).collect();
    files.remove(name);
    files.extend(text.map(|text| (name, text)));
    Folder::from_map(files)
}

/// What `tongqu check` says of [`ONE_LINE`] with some texts replaced.
fn said_of(edits: &[(&str, &str, &str)]) -> String {
    check_network(&one_line_with(edits)).1.to_string()
}

/// The network of [`ONE_LINE`] with some texts replaced, which must be readable.
fn read_with(edits: &[(&str, &str, &str)]) -> Network {
    load_network(&one_line_with(edits)).unwrap_or_else(|problems| panic!("{problems}")).0
}
