//! Parquet: a record a row, read a row group at a time. Only the columns that the options can use are read.

use super::{Halt, Item, Limits, Name, Raw, Sink, lines::too_long};
use crate::dump::record::Names;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::schema::types::Type;
use std::sync::Arc;

/// Reads all rows.
pub fn read<R: ChunkReader + 'static>(source: R, name: &Name, names: &Names, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Halt> {
    let reader = match SerializedFileReader::new(source) {
        Ok(reader) => reader,
        Err(error) => return name.broken(0, &error.to_string(), sink),
    };
    let schema = reader.metadata().file_metadata().schema();
    let wanted: Vec<Arc<Type>> = schema.get_fields().iter().filter(|f| names.uses(f.name())).cloned().collect();
    if wanted.is_empty() {
        let found: Vec<&str> = schema.get_fields().iter().map(|f| f.name()).take(12).collect();
        return name.broken(0, &format!("no column with text (found: {}); choose one with --text-field", found.join(", ")), sink);
    }
    let projection = match Type::group_type_builder(schema.name()).with_fields(wanted).build() {
        Ok(projection) => projection,
        Err(error) => return name.broken(0, &error.to_string(), sink),
    };
    let rows = match reader.get_row_iter(Some(projection)) {
        Ok(rows) => rows,
        Err(error) => return name.broken(0, &error.to_string(), sink),
    };
    for (number, row) in (1..).zip(rows) {
        let fields = match row {
            Ok(row) => row.get_column_iter().map(|(name, field)| (name.clone(), field.to_json_value())).collect(),
            Err(error) => return name.broken(number, &error.to_string(), sink),
        };
        let item = Item { place: name.place(number, None), content: Ok(Raw::Fields(fields)) };
        let content = if item.size() > limits.record { Err(too_long(limits)) } else { item.content };
        sink.take(Item { place: item.place, content })?;
    }
    Ok(())
}
