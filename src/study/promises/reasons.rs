//! Why a promise is kept or not, in English and in Chinese.

use super::{Bound, Joint, Kept, PromiseCheck, Ride};
use crate::scenario::Claim;
use crate::units::{Kilometres, Seconds};

pub(super) fn english(check: &PromiseCheck) -> String {
    match (&check.outcome, &check.promise.claim) {
        (Kept::Time { train, non_stop }, Claim::Takes { time, .. }) => {
            time_in_words(train, non_stop.as_ref(), *time)
        }
        (Kept::Saving { without, with }, _) => {
            let saved = without.time.minutes() - with.time.minutes();
            format!(
                "{saved:.0} min faster: without the project {}, with it {}",
                ride_in_words(without),
                ride_in_words(with)
            )
            .replace('-', "−")
        }
        (Kept::Joined(lines), _) => {
            let of_line = |(line, joint): &(String, Joint)| match joint {
                Joint::Direct(1) => format!("{line}: 1 train a day runs on to it"),
                Joint::Direct(trains) => format!("{line}: {trains} trains a day run on to it"),
                Joint::Change(at) => format!("{line}: with a change at {at}"),
                Joint::None => format!("{line}: no train of the two meets"),
            };
            lines.iter().map(of_line).collect::<Vec<_>>().join("; ")
        }
        (Kept::Unresolved(reason), _) => reason.clone(),
        (Kept::Time { train, .. }, _) => ride_in_words(train),
    }
}

fn ride_in_words(ride: &Ride) -> String {
    let calls = match ride.calls {
        0 => "without a stop".to_owned(),
        1 => "with 1 stop".to_owned(),
        calls => format!("with {calls} stops"),
    };
    let changes = match ride.changes.as_slice() {
        [] => String::new(),
        at => format!(", with a change at {}", at.join(" and ")),
    };
    let takes = if ride.trains.len() > 1 { "take" } else { "takes" };
    format!(
        "{} from {} to {} {takes} {}{changes}, {calls}, {:.0} km",
        ride.trains.join(" and "),
        ride.from,
        ride.to,
        ride.time,
        ride.length.0
    )
}

fn time_in_words(ride: &Ride, bound: Option<&Bound>, promised: Seconds) -> String {
    let found = ride_in_words(ride);
    let Some(bound) = bound.filter(|_| ride.time > promised) else { return found };
    let own = if bound.on_project > Kilometres(0.0) {
        format!(", {:.0} of them the project's", bound.on_project.0)
    } else {
        String::new()
    };
    let way = format!("from {} to {} ({:.0} km{own})", bound.from, bound.to, bound.length.0);
    let (time, design) = (bound.time, bound.design_time);
    if time <= promised {
        return format!(
            "{found}; the lines would allow it: a train without a stop {way} would take {time}"
        );
    }
    let why = format!(
        "{found}; not even a train without a stop {way} keeps it: {time} at the lines' speeds"
    );
    if design < time && design <= promised {
        format!("{why}, though {design} at their design speeds")
    } else if design < time {
        format!("{why}, {design} at their design speeds")
    } else {
        why
    }
}

pub(super) fn chinese(check: &PromiseCheck) -> String {
    match (&check.outcome, &check.promise.claim) {
        (Kept::Time { train, non_stop }, Claim::Takes { time, .. }) => {
            time_in_chinese(train, non_stop.as_ref(), *time)
        }
        (Kept::Saving { without, with }, _) => {
            let saved = without.time.minutes() - with.time.minutes();
            let rides = [without, with].map(ride_in_chinese);
            format!("缩短{saved:.0}分钟：无项目时{}，有项目时{}", rides[0], rides[1])
                .replace('-', "−")
        }
        (Kept::Joined(lines), _) => {
            let of_line = |(line, joint): &(String, Joint)| match joint {
                Joint::Direct(trains) => format!("{line}：每日{trains}趟列车直通"),
                Joint::Change(at) => format!("{line}：在{at}换乘"),
                Joint::None => format!("{line}：两线列车不相接"),
            };
            lines.iter().map(of_line).collect::<Vec<_>>().join("；")
        }
        (Kept::Unresolved(reason), _) => format!("无法判定（{reason}）"),
        (Kept::Time { train, .. }, _) => ride_in_chinese(train),
    }
}

fn ride_in_chinese(ride: &Ride) -> String {
    let calls = match ride.calls {
        0 => "中途不停".to_owned(),
        calls => format!("停{calls}站"),
    };
    let changes = match ride.changes.as_slice() {
        [] => String::new(),
        at => format!("，在{}换乘", at.join("、")),
    };
    format!(
        "乘{}由{}到{}需{}{changes}，{calls}，{:.0}公里",
        ride.trains.join("、"),
        ride.from,
        ride.to,
        ride.time.in_chinese(),
        ride.length.0
    )
}

fn time_in_chinese(ride: &Ride, bound: Option<&Bound>, promised: Seconds) -> String {
    let found = ride_in_chinese(ride);
    let Some(bound) = bound.filter(|_| ride.time > promised) else { return found };
    let own = if bound.on_project > Kilometres(0.0) {
        format!("，其中本项目{:.0}公里", bound.on_project.0)
    } else {
        String::new()
    };
    let way = format!("{}至{}（{:.0}公里{own}）", bound.from, bound.to, bound.length.0);
    let (time, design) = (bound.time.in_chinese(), bound.design_time.in_chinese());
    if bound.time <= promised {
        return format!("{found}；线路条件允许：{way}一站直达列车需{time}");
    }
    let why = format!("{found}；{way}即使一站直达也不能实现：按运营速度需{time}");
    if bound.design_time < bound.time && bound.design_time <= promised {
        format!("{why}，按设计速度则为{design}")
    } else if bound.design_time < bound.time {
        format!("{why}，按设计速度为{design}")
    } else {
        why
    }
}
